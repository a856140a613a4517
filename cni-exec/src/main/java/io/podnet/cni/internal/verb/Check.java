// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.verb;

import io.podnet.cni.Attachment;
import io.podnet.cni.CniException;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVerb;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.PluginConfig;
import io.podnet.cni.internal.GoText;
import io.podnet.cni.internal.cache.CacheKey;
import io.podnet.cni.internal.cache.CacheRead;
import io.podnet.cni.internal.config.PluginInput;
import io.podnet.cni.spi.PluginInvoker;
import org.jspecify.annotations.Nullable;

/** CHECK along a chain, first plugin first, to the first failure. */
final class Check {
    private final Setup setup;
    private final NetworkConfigList network;
    private final Attachment attachment;
    private final CacheKey key;

    Check(Setup setup, NetworkConfigList network, Attachment attachment) {
        this.setup = setup;
        this.network = network;
        this.attachment = attachment;
        this.key = new CacheKey(network.name(), attachment.id());
    }

    void run() {
        if (!network.version().isAtLeast(CniVerb.CHECK.since())) {
            throw CniException.builder(
                            "cni-check-unsupported",
                            "configuration version " + GoText.quote(network.cniVersion())
                                    + " does not support the CHECK command")
                    .network(network.name())
                    .attachment(attachment.id())
                    .verb(CniVerb.CHECK)
                    .build();
        }
        if (network.disableCheck()) {
            return;
        }
        CacheRead read = setup.cache().read(key);
        if (!setup.isLiteral()) {
            checkAttached(read);
        }
        NetworkConfigList effective = network;
        Attachment recalled = attachment;
        PluginInvoker invoker;
        if (read instanceof CacheRead.Known known && !setup.isLiteral()) {
            effective = Recall.network(known.entry(), network);
            recalled = Recall.attachment(known.entry(), attachment);
            invoker = setup.backends().forEntry(known.entry(), effective, setup.pluginPath());
        } else {
            invoker = setup.backends().forNetwork(effective, setup.pluginPath());
        }
        CniResult prevResult = prevResult(read, effective);
        PluginCaller caller = new PluginCaller(setup, invoker, network.name(), recalled);
        PluginInput input = new PluginInput(effective, setup.mode());
        for (PluginConfig plugin : effective.plugins()) {
            if (prevResult != null && !setup.isLiteral() && PortmapCheck.isFor(plugin)) {
                new PortmapCheck(caller, input, recalled).run(plugin, prevResult);
            } else {
                caller.call(CniVerb.CHECK, plugin, input.forAttachment(plugin, prevResult, recalled.capabilityArgs()));
            }
        }
    }

    // CHECK needs the result of ADD (specification, section 2); plugins fail without it in ways that tell nothing.
    private void checkAttached(CacheRead read) {
        String fault = "";
        if (read instanceof CacheRead.Absent || read instanceof CacheRead.Foreign) {
            fault = "it is not attached";
        } else if (read instanceof CacheRead.Known known && known.entry().isPending()) {
            fault = "its ADD was cut off; delete it";
        }
        if (!fault.isEmpty()) {
            throw CniException.builder("cni-not-attached", fault)
                    .prefix("network " + GoText.quote(network.name()) + ": cannot check " + attachment.id())
                    .network(network.name())
                    .attachment(attachment.id())
                    .verb(CniVerb.CHECK)
                    .build();
        }
    }

    private @Nullable CniResult prevResult(CacheRead read, NetworkConfigList effective) {
        try {
            return Recall.result(read, effective.cniVersion()).orElse(null);
        } catch (CniException e) {
            throw Failure.copy(e)
                    .prefix("failed to get network " + GoText.quote(network.name()) + " cached result")
                    .network(network.name())
                    .attachment(attachment.id())
                    .verb(CniVerb.CHECK)
                    .build();
        }
    }
}
