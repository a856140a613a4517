// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.verb;

import io.podnet.cni.Attachment;
import io.podnet.cni.CniException;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVerb;
import io.podnet.cni.CniVersion;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.PluginConfig;
import io.podnet.cni.internal.config.PluginInput;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The plugins of an ADD, one after the other, each with what the one before reported. */
final class AddChain {
    private final Setup setup;
    private final NetworkConfigList network;
    private final Attachment attachment;
    private final PluginCaller caller;
    private final PluginInput input;
    private int reached;
    private @Nullable CniResult result;
    private String printed = "";

    AddChain(Setup setup, NetworkConfigList network, Attachment attachment, PluginCaller caller) {
        this.setup = setup;
        this.network = network;
        this.attachment = attachment;
        this.caller = caller;
        this.input = new PluginInput(network, setup.mode());
    }

    /** Calls the next plugin. */
    CniResult call(PluginConfig plugin) {
        String stdin = input.forAttachment(plugin, result, attachment.capabilityArgs());
        reached++;
        String stdout;
        try {
            stdout = caller.call(CniVerb.ADD, plugin, stdin);
        } catch (CniException e) {
            if (Failure.hadNoEffect(e)) {
                reached--;
            }
            throw e;
        }
        // Most plugins after the first print what they were given.
        if (result != null && stdout.equals(printed)) {
            return result;
        }
        try {
            result = inNetworkVersion(CniResult.parse(stdout, network.cniVersion()));
            printed = stdout;
            return result;
        } catch (CniException e) {
            throw caller.failure(CniVerb.ADD, plugin, Failure.copy(e));
        }
    }

    // A plugin may answer in a version of its own; the next one only understands that of the configuration.
    private CniResult inNetworkVersion(CniResult answer) {
        if (setup.isLiteral()) {
            return answer;
        }
        try {
            CniVersion version = network.version();
            return version.isSupported() ? answer.as(version) : answer;
        } catch (CniException e) {
            return answer;
        }
    }

    /** Tells how many plugins may have had an effect. */
    int reached() {
        return reached;
    }

    /** Gives what the last plugin reported, if one has. */
    Optional<CniResult> result() {
        return Optional.ofNullable(result);
    }
}
