// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.verb;

import io.podnet.base.BackendSelector;
import io.podnet.base.NoBackendException;
import io.podnet.cni.CniException;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.PluginConfig;
import io.podnet.cni.internal.GoText;
import io.podnet.cni.internal.cache.CacheEntry;
import io.podnet.cni.internal.exec.ExecInvoker;
import io.podnet.cni.spi.PluginInvoker;
import io.podnet.cni.spi.Support;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses who runs the plugins of an attachment. */
public final class Backends {
    /** The property that names the backend. */
    public static final String PROPERTY = "podnet.cni.backend";

    /** The environment variable that names it where no property does: for commands and for what they start. */
    public static final String VARIABLE = "PODNET_CNI_BACKEND";

    /** The name that leaves the choice to us: per attachment, the first by priority that supports all its plugins. */
    public static final String AUTO = "auto";

    private static final Logger LOG = LoggerFactory.getLogger(Backends.class.getPackageName());

    private final List<PluginInvoker> candidates;
    private final List<PluginInvoker> all;

    private Backends(List<PluginInvoker> candidates, List<PluginInvoker> all) {
        this.candidates = candidates;
        this.all = all;
    }

    /**
     * Takes the one that is named, by the caller, the property, the variable or as what is usual, or else all that can
     * work here.
     *
     * @param usual the name to go by if nobody has named one
     * @throws NoBackendException if there is none
     */
    public static Backends find(BackendSelector<PluginInvoker> selector, String name, String usual) {
        String variable = Objects.requireNonNullElse(System.getenv(VARIABLE), "");
        Optional<String> chosen = Stream.of(name, System.getProperty(PROPERTY, ""), variable)
                .filter(each -> !each.isEmpty())
                .findFirst();
        return of(
                selector.property(PROPERTY).variable(VARIABLE), chosen.orElse(usual), chosen.isEmpty() ? usual : name);
    }

    /**
     * Takes the one that the caller names among those that the caller has put together, or else all that can work here.
     * Neither property nor variable counts: who brings backends along knows which.
     *
     * @throws NoBackendException if there is none
     */
    public static Backends among(BackendSelector<PluginInvoker> selector, String name) {
        return of(selector, name.isEmpty() ? AUTO : name, name);
    }

    private static Backends of(BackendSelector<PluginInvoker> selector, String wanted, String name) {
        List<PluginInvoker> available = selector.available();
        if (wanted.equals(AUTO)) {
            if (available.isEmpty()) {
                throw new NoBackendException("no PluginInvoker can work here", selector.candidates());
            }
            return new Backends(available, available);
        }
        return new Backends(List.of(selector.named(name).select()), available);
    }

    /** A backend, and why it cannot run a network's plugins, if it cannot. */
    record Choice(PluginInvoker invoker, Optional<Refusal> refusal) {}

    /** The first that supports every plugin of a network, or else the last, with its refusal. */
    Choice choose(NetworkConfigList network, List<Path> pluginPath) {
        Iterator<PluginInvoker> rest = candidates.iterator();
        while (true) {
            PluginInvoker candidate = rest.next();
            Optional<Refusal> refusal = refusal(candidate, network, pluginPath);
            refusal.ifPresent(
                    why -> LOG.debug("network {}: not by backend {}: {}", network.name(), candidate.name(), why));
            if (refusal.isEmpty() || !rest.hasNext()) {
                return new Choice(candidate, refusal);
            }
        }
    }

    /** The same where a refusal shows itself, or does not matter. */
    PluginInvoker forNetwork(NetworkConfigList network, List<Path> pluginPath) {
        return candidates.size() == 1
                ? candidates.get(0)
                : choose(network, pluginPath).invoker();
    }

    /** Those that would be asked for a network, each with the reason why it is passed over, if it is. */
    Map<String, Optional<Refusal>> explain(NetworkConfigList network, List<Path> pluginPath) {
        Map<String, Optional<Refusal>> answers = new LinkedHashMap<>();
        candidates.forEach(each -> answers.put(each.name(), refusal(each, network, pluginPath)));
        return answers;
    }

    /** The one that made an attachment, whatever is chosen for new ones; if it is not there, whoever else can. */
    PluginInvoker forEntry(CacheEntry entry, NetworkConfigList network, List<Path> pluginPath) {
        String maker = entry.backend().isEmpty() ? ExecInvoker.NAME : entry.backend();
        return Stream.concat(candidates.stream(), all.stream())
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

    /** What killed writers left of the backends' own files. */
    List<Path> abandonedFiles() {
        return Stream.concat(candidates.stream(), all.stream())
                .distinct()
                .flatMap(each -> each.abandonedFiles().stream())
                .toList();
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

        @Override
        public String toString() {
            return "plugin type=" + GoText.quote(plugin.type()) + ": " + reason;
        }
    }
}
