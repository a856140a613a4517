package io.podnet.cni.internal.verb;

import io.podnet.base.BackendSelector;
import io.podnet.base.NoBackendException;
import io.podnet.cni.CniException;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.PluginConfig;
import io.podnet.cni.internal.cache.CacheEntry;
import io.podnet.cni.internal.exec.ExecInvoker;
import io.podnet.cni.spi.PluginInvoker;
import io.podnet.cni.spi.Support;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Chooses who runs the plugins of an attachment. */
public final class Backends {
    /** The property that names the backend. */
    public static final String PROPERTY = "podnet.cni.backend";

    private final List<PluginInvoker> candidates;

    private Backends(List<PluginInvoker> candidates) {
        this.candidates = candidates;
    }

    /**
     * Takes the one that is named, by the caller or by the property, or else all that can work here.
     *
     * @throws NoBackendException if there is none
     */
    public static Backends of(BackendSelector<PluginInvoker> selector, String name) {
        selector.named(name).property(PROPERTY);
        boolean named = !name.isEmpty() || !System.getProperty(PROPERTY, "").isEmpty();
        PluginInvoker first = selector.select();
        return new Backends(named ? List.of(first) : selector.available());
    }

    /** The first that supports every plugin of a network, or else the last, whose refusal the caller gets to see. */
    PluginInvoker forNetwork(NetworkConfigList network, List<Path> pluginPath) {
        for (PluginInvoker candidate : candidates) {
            if (refusal(candidate, network, pluginPath).isEmpty()) {
                return candidate;
            }
        }
        return candidates.get(candidates.size() - 1);
    }

    /** The one that made an attachment, or whoever else can. */
    PluginInvoker forEntry(CacheEntry entry, NetworkConfigList network, List<Path> pluginPath) {
        String maker = entry.backend().isEmpty() ? ExecInvoker.NAME : entry.backend();
        return candidates.stream()
                .filter(each -> each.name().equals(maker))
                .findFirst()
                .orElseGet(() -> forNetwork(network, pluginPath));
    }

    /** The first that supports one plugin, or else the last. */
    PluginInvoker forPlugin(String type, List<Path> pluginPath) {
        for (PluginInvoker candidate : candidates) {
            if (candidate.supports(type, "{}", pluginPath) instanceof Support.Yes) {
                return candidate;
            }
        }
        return candidates.get(candidates.size() - 1);
    }

    /** The first plugin that a backend cannot run, and why. */
    static Optional<Refusal> refusal(PluginInvoker invoker, NetworkConfigList network, List<Path> pluginPath) {
        for (PluginConfig plugin : network.plugins()) {
            if (invoker.supports(plugin.type(), plugin.json(), pluginPath) instanceof Support.No no) {
                return Optional.of(new Refusal(plugin, no.reason()));
            }
        }
        return Optional.empty();
    }

    record Refusal(PluginConfig plugin, String reason) {
        CniException.Builder failure() {
            return CniException.builder(Failure.NOT_FOUND, reason);
        }
    }
}
