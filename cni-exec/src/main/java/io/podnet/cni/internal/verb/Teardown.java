// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.verb;

import io.podnet.cni.Attachment;
import io.podnet.cni.CniErrorCode;
import io.podnet.cni.CniException;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVerb;
import io.podnet.cni.CniVersion;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.PluginConfig;
import io.podnet.cni.internal.config.PluginInput;
import io.podnet.cni.spi.NamespaceStandIn;
import io.podnet.cni.spi.PluginInvoker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DEL along a chain, last plugin first: the whole of it, or the part that a failed ADD had reached. */
final class Teardown {
    private final Setup setup;
    private final NetworkConfigList network;
    private final Attachment attachment;
    private final PluginCaller caller;

    Teardown(Setup setup, NetworkConfigList network, Attachment attachment, PluginCaller caller) {
        this.setup = setup;
        this.network = network;
        this.attachment = attachment;
        this.caller = caller;
    }

    /**
     * Calls DEL of the first {@code count} plugins in reverse, to the end whatever fails (or, literally, to the first
     * failure). An interrupt ends it, since whoever interrupts wants the thread back.
     *
     * @return what failed
     */
    List<CniException> run(int count, @Nullable CniResult prevResult) {
        try (NamespaceStandIn standIn = standIn(count, prevResult)) {
            return run(count, prevResult, standIn);
        }
    }

    private @Nullable NamespaceStandIn standIn(int count, @Nullable CniResult result) {
        if (setup.isLiteral()
                || result == null
                || network.plugins().subList(0, count).stream().noneMatch(LostInterface::concerns)) {
            return null;
        }
        return LostInterface.standIn(attachment, result, caller.invoker()).orElse(null);
    }

    private List<CniException> run(int count, @Nullable CniResult prevResult, @Nullable NamespaceStandIn standIn) {
        List<CniException> failures = new ArrayList<>();
        PluginInput input = new PluginInput(network, setup.mode());
        CniResult handedOn = network.version().isAtLeast(CniVersion.V0_4_0) ? prevResult : null;
        for (int i = count - 1; i >= 0; i--) {
            PluginConfig plugin = network.plugins().get(i);
            String stdin = input.forAttachment(plugin, handedOn, attachment.capabilityArgs());
            try {
                delete(plugin, stdin, LostInterface.concerns(plugin) ? standIn : null);
            } catch (CniException e) {
                // "No DEL needed", says the specification of this code.
                boolean done = e.code() == CniErrorCode.UNKNOWN_CONTAINER.number() && !setup.isLiteral();
                if (!done) {
                    failures.add(e);
                }
                if (!failures.isEmpty() && (setup.isLiteral() || e.errorCode().equals("cni-interrupted"))) {
                    break;
                }
            }
        }
        return failures;
    }

    // The interface may have lost its addresses only: the plugin has to remove it from where it is as well.
    private void delete(PluginConfig plugin, String stdin, @Nullable NamespaceStandIn standIn) {
        if (standIn == null || attachment.netns().isPresent()) {
            delete(caller, plugin, stdin);
        }
        if (standIn != null) {
            delete(caller.in(standIn.netns()), plugin, stdin);
        }
    }

    private void delete(PluginCaller place, PluginConfig plugin, String stdin) {
        try {
            place.call(CniVerb.DEL, plugin, stdin);
        } catch (CniException e) {
            if (setup.isLiteral() || !LostInterface.isRemovedAlready(e)) {
                throw e;
            }
            // A DEL or an ADD that was cut off, or a DEL of which another plugin failed. The interface went before the
            // rules:
            // once more, there is nothing to look for.
            caller.call(CniVerb.DEL, plugin, stdin);
        }
    }

    /**
     * Prepares an attachment for DEL: a namespace that is gone is not named. Plugins take an empty name for that, as
     * the specification has it, where some fail for ever with a file that is not there or leads nowhere.
     */
    static Attachment withLiveNetns(Setup setup, Attachment attachment, PluginInvoker invoker) {
        if (setup.isLiteral()
                || attachment.netns().isEmpty()
                || invoker.namespaceExists(attachment.netns().get())) {
            return attachment;
        }
        return Attachment.builder(attachment.containerId())
                .ifName(attachment.ifName())
                .args(attachment.args())
                .capabilityArgs(attachment.capabilityArgs())
                .build();
    }

    /** Makes one exception of several: the first one, with the others suppressed in it. */
    static CniException all(List<CniException> failures) {
        CniException first = failures.get(0);
        failures.subList(1, failures.size()).forEach(first::addSuppressed);
        return first;
    }
}
