// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.verb;

import io.podnet.base.AtomicFiles.Durability;
import io.podnet.cni.Attachment;
import io.podnet.cni.CniException;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVerb;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.PluginConfig;
import io.podnet.cni.internal.GoText;
import io.podnet.cni.internal.cache.CacheEntry;
import io.podnet.cni.spi.PluginInvoker;
import io.podnet.cni.spi.Support;

/** ADD as libcni does it: checks before each plugin, nothing undone, remembered only once all is done. */
final class LiteralAdd {
    private final Setup setup;
    private final NetworkConfigList network;
    private final Attachment attachment;

    LiteralAdd(Setup setup, NetworkConfigList network, Attachment attachment) {
        this.setup = setup;
        this.network = network;
        this.attachment = attachment;
    }

    CniResult run() {
        PluginInvoker invoker = setup.backends().forNetwork(network, setup.pluginPath());
        PluginCaller caller = new PluginCaller(setup, invoker, network.name(), attachment);
        AddChain chain = new AddChain(setup, network, attachment, caller);
        for (PluginConfig plugin : network.plugins()) {
            if (invoker.supports(plugin.type(), plugin.json(), setup.pluginPath()) instanceof Support.No no) {
                throw caller.failure(CniVerb.ADD, plugin, new Backends.Refusal(plugin, no.reason()).failure());
            }
            try {
                new Checks(network, attachment).names();
            } catch (CniException e) {
                throw caller.failure(CniVerb.ADD, plugin, Failure.copy(e));
            }
            chain.call(plugin);
        }
        CniResult result = chain.result().orElseThrow();
        remember(result);
        return result;
    }

    private void remember(CniResult result) {
        CacheEntry entry = CacheEntry.pending(network.name(), attachment, network.bytes(), "")
                .withResult(result)
                .complete();
        try {
            setup.cache().write(entry, Durability.DISK);
        } catch (CniException e) {
            throw Failure.copy(e)
                    .prefix("failed to set network " + GoText.quote(network.name()) + " cached result")
                    .verb(CniVerb.ADD)
                    .build();
        }
    }
}
