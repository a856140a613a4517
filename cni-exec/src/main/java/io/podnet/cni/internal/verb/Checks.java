// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.verb;

import io.podnet.cni.Attachment;
import io.podnet.cni.CniErrorCode;
import io.podnet.cni.CniException;
import io.podnet.cni.CniNames;
import io.podnet.cni.CniVerb;
import io.podnet.cni.CniVersion;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.internal.GoText;
import io.podnet.cni.spi.PluginInvoker;
import java.nio.file.Path;

/** What can be said against an attachment before any plugin has run. */
final class Checks {
    private final NetworkConfigList network;
    private final Attachment attachment;

    Checks(NetworkConfigList network, Attachment attachment) {
        this.network = network;
        this.attachment = attachment;
    }

    /** The names, as libcni checks them. */
    void names() {
        CniNames.checkContainerId(attachment.containerId());
        CniNames.checkNetworkName(network.name());
        CniNames.checkIfName(attachment.ifName());
    }

    /** The names and all else, with the attachment's name before the message. */
    void all(PluginInvoker invoker) {
        try {
            names();
            version();
            netns(invoker);
            attachment.args().forEach(Checks::arg);
        } catch (CniException e) {
            throw failure(CniVerb.ADD, "attach", e);
        }
    }

    /** The names alone, for DEL. */
    void namesOfDelete() {
        try {
            names();
        } catch (CniException e) {
            throw failure(CniVerb.DEL, "detach", e);
        }
    }

    private void version() {
        if (!network.version().isSupported()) {
            throw CniException.builder(
                            "cni-version-unsupported",
                            "the configuration's cniVersion " + GoText.quote(network.cniVersion()) + " is none of "
                                    + CniVersion.SUPPORTED)
                    .code(CniErrorCode.INCOMPATIBLE_CNI_VERSION)
                    .build();
        }
    }

    // The plugins of the reference find out only after they have made a bridge for it.
    private void netns(PluginInvoker invoker) {
        if (attachment.netns().isEmpty()) {
            throw noNetns("ADD needs a network namespace");
        }
        Path netns = attachment.netns().get();
        if (!invoker.namespaceExists(netns)) {
            throw noNetns("there is no network namespace at " + GoText.quote(netns.toString()));
        }
    }

    private static CniException noNetns(String fault) {
        return CniException.builder("cni-netns-missing", fault)
                .code(CniErrorCode.INVALID_NETNS)
                .build();
    }

    // CNI_ARGS has no escapes: what cannot be told apart again must not be handed over.
    private static void arg(Attachment.Arg arg) {
        if (arg.key().isEmpty() || containsAny(arg.key(), "=;\0") || containsAny(arg.value(), ";\0")) {
            throw CniException.builder(
                            "cni-args-invalid",
                            "CNI_ARGS cannot carry the pair " + GoText.quote(arg.key() + "=" + arg.value()))
                    .code(CniErrorCode.INVALID_ENVIRONMENT_VARIABLES)
                    .build();
        }
    }

    private static boolean containsAny(String text, String characters) {
        return characters.chars().anyMatch(each -> text.indexOf(each) >= 0);
    }

    private CniException failure(CniVerb verb, String what, CniException failure) {
        return Failure.copy(failure)
                .prefix("network " + GoText.quote(network.name()) + ": cannot " + what + " " + attachment.id())
                .network(network.name())
                .attachment(attachment.id())
                .verb(verb)
                .build();
    }
}
