// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.verb;

import io.podnet.cni.Attachment;
import io.podnet.cni.CniException;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVersion;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.internal.cache.CacheEntry;
import io.podnet.cni.internal.cache.CacheKey;
import io.podnet.cni.internal.cache.CacheRead;
import io.podnet.cni.spi.PluginInvoker;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DEL along a chain, with the configuration and the arguments of ADD; goes on to the end whatever fails, and forgets
 * the attachment only when nothing is left of it.
 */
final class Delete {
    private static final Logger LOG = LoggerFactory.getLogger(Delete.class.getPackageName());

    private final Setup setup;
    private final NetworkConfigList network;
    private final Attachment attachment;
    private final CacheKey key;

    Delete(Setup setup, NetworkConfigList network, Attachment attachment) {
        this.setup = setup;
        this.network = network;
        this.attachment = attachment;
        this.key = new CacheKey(network.name(), attachment.id());
    }

    void run() {
        if (setup.isLiteral()) {
            deleteAsLibcni();
        } else {
            deleteAll();
        }
    }

    private void deleteAll() {
        new Checks(network, attachment).namesOfDelete();
        CacheRead read = setup.cache().read(key);
        if (read instanceof CacheRead.Known known) {
            CacheEntry entry = known.entry();
            NetworkConfigList added = Recall.network(entry, network);
            PluginInvoker invoker = setup.backends().forEntry(entry, added, setup.pluginPath());
            if (entry.isPending()) {
                invoker.endOrphans(attachment.id(), setup.pluginPath());
            }
            teardown(added, Recall.attachment(entry, attachment), invoker, prevResult(read, added));
        } else {
            PluginInvoker invoker = setup.backends().forNetwork(network, setup.pluginPath());
            teardown(network, attachment, invoker, prevResult(read, network));
        }
        if (!(read instanceof CacheRead.Foreign)) {
            setup.cache().delete(key);
        }
    }

    // A damaged entry must not keep anybody from tearing down what it stood for.
    private @Nullable CniResult prevResult(CacheRead read, NetworkConfigList effective) {
        try {
            return Recall.result(read, effective.cniVersion()).orElse(null);
        } catch (CniException e) {
            LOG.warn(
                    "the cached result of {} on network {} cannot be used: {}",
                    attachment,
                    network.name(),
                    e.getMessage());
            return null;
        }
    }

    private void teardown(
            NetworkConfigList effective, Attachment recalled, PluginInvoker invoker, @Nullable CniResult prevResult) {
        Attachment live = Teardown.withLiveNetns(setup, recalled, invoker);
        PluginCaller caller = new PluginCaller(setup, invoker, effective.name(), live);
        List<CniException> failures = new Teardown(setup, effective, live, caller)
                .run(effective.plugins().size(), prevResult);
        if (!failures.isEmpty()) {
            throw Teardown.all(failures);
        }
    }

    private void deleteAsLibcni() {
        CniResult prevResult = null;
        if (network.version().isAtLeast(CniVersion.V0_4_0)) {
            try {
                prevResult = Recall.result(setup.cache().read(key), network.cniVersion())
                        .orElse(null);
            } catch (CniException e) {
                forget();
            }
        }
        PluginInvoker invoker = setup.backends().forNetwork(network, setup.pluginPath());
        PluginCaller caller = new PluginCaller(setup, invoker, network.name(), attachment);
        List<CniException> failures = new Teardown(setup, network, attachment, caller)
                .run(network.plugins().size(), prevResult);
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        forget();
    }

    // libcni ignores what goes wrong here.
    private void forget() {
        try {
            setup.cache().delete(key);
        } catch (CniException e) {
            LOG.debug("the cache entry of {} on network {} stays", attachment, network.name(), e);
        }
    }
}
