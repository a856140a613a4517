// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.verb;

import io.podnet.cni.Attachment;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.CniException;
import io.podnet.cni.CniVerb;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.PluginConfig;
import io.podnet.cni.internal.GoText;
import io.podnet.cni.internal.cache.CacheEntry;
import io.podnet.cni.internal.config.PluginInput;
import io.podnet.cni.spi.PluginInvoker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * GC of one network: DEL of every remembered attachment that is not valid any more, then GC of the plugins. All is
 * tried, whatever fails.
 */
final class Gc {
    private final Setup setup;
    private final NetworkConfigList network;
    private final @Nullable Collection<AttachmentId> valid;
    private final List<CniException> failures = new ArrayList<>();

    /** {@code valid} null stands for libcni's nil arguments: nothing is valid, and the plugins are not told so. */
    Gc(Setup setup, NetworkConfigList network, @Nullable Collection<AttachmentId> valid) {
        this.setup = setup;
        this.network = network;
        this.valid = valid;
    }

    void run() {
        if (network.disableGc()) {
            return;
        }
        List<CacheEntry> entries;
        try {
            entries = setup.cache().list();
        } catch (CniException e) {
            if (setup.isLiteral()) {
                return;
            }
            throw e;
        }
        deleteStale(entries);
        if (supportsGc()) {
            callPlugins();
        }
        throwIfAny();
    }

    private void deleteStale(List<CacheEntry> entries) {
        Set<AttachmentId> keep = valid == null ? Set.of() : Set.copyOf(valid);
        for (CacheEntry entry : entries) {
            Attachment attachment = entry.attachment();
            if (!entry.network().equals(network.name()) || keep.contains(attachment.id())) {
                continue;
            }
            try {
                new Delete(setup, network, attachment).run();
            } catch (CniException e) {
                failures.add(Failure.within(
                        "failed to delete stale attachment " + attachment.containerId() + " " + attachment.ifName(),
                        e));
            }
        }
    }

    // A version that is none has no GC; ADD and DEL say so.
    private boolean supportsGc() {
        try {
            return network.version().isAtLeast(CniVerb.GC.since());
        } catch (CniException e) {
            return false;
        }
    }

    private void callPlugins() {
        PluginInvoker invoker = setup.backends().forNetwork(network, setup.pluginPath());
        PluginCaller caller = new PluginCaller(setup, invoker, network.name(), null);
        PluginInput input = new PluginInput(network, setup.mode());
        for (PluginConfig plugin : network.plugins()) {
            try {
                caller.call(CniVerb.GC, plugin, input.forGc(plugin, valid));
            } catch (CniException e) {
                failures.add(e);
            }
        }
    }

    private void throwIfAny() {
        if (failures.isEmpty()) {
            return;
        }
        if (failures.size() == 1) {
            throw failures.get(0);
        }
        String all = failures.stream().map(CniException::getMessage).collect(Collectors.joining("\n"));
        CniException.Builder builder = setup.isLiteral()
                ? CniException.builder("cni-gc-failed", all)
                : CniException.builder("cni-gc-failed", failures.size() + " failures: " + all.replace("\n", "; "))
                        .prefix("network " + GoText.quote(network.name()) + ": GC");
        CniException failure = builder.network(network.name()).verb(CniVerb.GC).build();
        failures.forEach(failure::addSuppressed);
        throw failure;
    }
}
