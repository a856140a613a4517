// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import io.podnet.api.internal.DefaultDirectories;
import io.podnet.api.internal.Host;
import io.podnet.api.internal.Settings;
import io.podnet.api.internal.doctor.Doctor;
import io.podnet.api.internal.event.Events;
import io.podnet.api.internal.event.Listeners;
import io.podnet.api.internal.network.DefaultNetwork;
import io.podnet.api.spi.PodnetListener;
import io.podnet.rootless.StackChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link Podnet} works with.
 *
 * <p><b>Threads</b>: used by one thread.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class PodnetBuilder {
    /** The property that names the default network. */
    public static final String DEFAULT_NETWORK_PROPERTY = "podnet.network.default";

    private @Nullable Path root;
    private @Nullable Path config;
    private @Nullable Path cache;
    private Path netns = Path.of("/run/netns");
    private StackChoice stack = StackChoice.any();
    private List<Path> plugins = List.of(Path.of("/usr/lib/cni"), Path.of("/opt/cni/bin"));
    private String defaultNetwork = System.getProperty(DEFAULT_NETWORK_PROPERTY, DefaultNetwork.NAME);
    private final List<PodnetListener> listeners = new ArrayList<>();
    private Supplier<Map<String, String>> pluginEnvironment = Map::of;

    PodnetBuilder() {}

    /**
     * Sets where podnet's own records and runtime files are, instead of {@code /var/lib/podnet} and {@code /run/podnet},
     * or {@code podnet} in {@code $XDG_DATA_HOME} and {@code $XDG_RUNTIME_DIR} for users without privileges, each of whose
     * roots has a rootless namespace of its own.
     *
     * @param directory the directory; made when something is written
     * @return this builder
     */
    public PodnetBuilder root(Path directory) {
        root = whole(directory);
        return this;
    }

    /**
     * Sets where the network configurations are, instead of {@code /etc/cni/net.d}, or {@code $XDG_CONFIG_HOME/cni/net.d}
     * for users without privileges.
     *
     * @param directory the directory; may be missing
     * @return this builder
     */
    public PodnetBuilder configDirectory(Path directory) {
        config = whole(directory);
        return this;
    }

    /**
     * Sets where the plugins are, instead of {@code /usr/lib/cni} and {@code /opt/cni/bin}.
     *
     * @param directories the directories in the order of the search
     * @return this builder
     */
    public PodnetBuilder pluginPath(List<Path> directories) {
        plugins = directories.stream().map(PodnetBuilder::whole).toList();
        return this;
    }

    /**
     * Sets where CNI keeps its results, instead of {@code /var/lib/cni}, which other CNI users share. For users without
     * privileges the default is that of the rootless namespace.
     *
     * @param directory the directory
     * @return this builder
     */
    public PodnetBuilder cacheDirectory(Path directory) {
        cache = whole(directory);
        return this;
    }

    /**
     * Sets where namespaces are pinned, instead of {@code /run/netns}; for users without privileges that is a directory of
     * the rootless namespace.
     *
     * @param directory the directory
     * @return this builder
     */
    public PodnetBuilder netnsDirectory(Path directory) {
        netns = whole(directory);
        return this;
    }

    /**
     * Names the network of pods that name none, instead of the one that the property {@value #DEFAULT_NETWORK_PROPERTY}
     * names, instead of {@code podnet}.
     *
     * @param network the network's name
     * @return this builder
     */
    public PodnetBuilder defaultNetwork(String network) {
        defaultNetwork = network;
        return this;
    }

    /**
     * Chooses the user-mode stack that joins the rootless namespace to the outside. Root has none.
     *
     * @param choice which stack, and how, instead of the best one that works here
     * @return this builder
     */
    public PodnetBuilder stack(StackChoice choice) {
        stack = choice;
        return this;
    }

    /**
     * Adds somebody who hears of everything that happens through this podnet, beside the listeners that ServiceLoader
     * finds.
     *
     * @param listener the listener
     * @return this builder
     */
    public PodnetBuilder listener(PodnetListener listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Sets variables for the environment of plugins, such as {@code TRACEPARENT}, {@code TRACESTATE} and {@code BAGGAGE} of
     * a trace. Plugins that are executables also inherit this process's own, a {@code TRACEPARENT} in it too.
     *
     * @param variables asked before each call of a plugin, by the thread that makes it; when pods are removed that is one of
     *     podnet's own
     * @return this builder
     */
    public PodnetBuilder pluginEnvironment(Supplier<Map<String, String>> variables) {
        pluginEnvironment = variables;
        return this;
    }

    /**
     * Opens podnet. Changes nothing yet.
     *
     * @return podnet
     * @throws io.podnet.base.NoBackendException if a backend that a property names is missing or cannot work
     * @throws io.podnet.rootless.RootlessException if a user without privileges has no runtime directory
     */
    public Podnet open() {
        DefaultDirectories usual = DefaultDirectories.find();
        Settings settings = settings(usual);
        List<PodnetListener> all = new ArrayList<>(Listeners.own(settings));
        all.addAll(Listeners.find());
        all.addAll(listeners);
        Optional<StackChoice> rootless = usual.rootless() ? Optional.of(stack) : Optional.empty();
        return new Podnet(Host.open(settings, new Events(all), pluginEnvironment, rootless));
    }

    /**
     * Finds out what this machine can and cannot do for podnet, and what would help. Works where {@link #open()} does not.
     *
     * <p>Takes some seconds: tools and plugins are asked for their versions, and things are made in a namespace that goes
     * away at once. Nothing of this host changes, but that kernel modules are loaded which pods need.
     *
     * @return what was found
     */
    public Diagnosis diagnose() {
        return Doctor.examine(settings(DefaultDirectories.find()));
    }

    private Settings settings(DefaultDirectories usual) {
        Path runtime = root == null ? usual.runtime() : root.resolve("run");
        return new Settings(
                root == null ? usual.state() : root.resolve("state"),
                runtime,
                netns,
                config == null ? usual.config() : config,
                plugins,
                cache == null ? usual.cache(runtime) : cache,
                defaultNetwork);
    }

    // Plugins run in other directories than this JVM may.
    private static Path whole(Path directory) {
        return directory.toAbsolutePath().normalize();
    }
}
