package io.podnet.api;

import io.podnet.api.internal.Settings;
import io.podnet.api.internal.event.Events;
import io.podnet.api.internal.event.Listeners;
import io.podnet.api.internal.lifecycle.Pods;
import io.podnet.api.internal.network.DefaultNetwork;
import io.podnet.api.spi.PodnetListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

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

    private Path state = Path.of("/var/lib/podnet");
    private Path runtime = Path.of("/run/podnet");
    private Path netns = Path.of("/run/netns");
    private Path config = Path.of("/etc/cni/net.d");
    private List<Path> plugins = List.of(Path.of("/usr/lib/cni"), Path.of("/opt/cni/bin"));
    private Path cache = Path.of("/var/lib/cni");
    private String defaultNetwork = System.getProperty(DEFAULT_NETWORK_PROPERTY, DefaultNetwork.NAME);
    private final List<PodnetListener> listeners = new ArrayList<>();

    PodnetBuilder() {}

    /**
     * Sets where podnet's own records and runtime files are, instead of {@code /var/lib/podnet} and {@code /run/podnet}.
     *
     * @param directory the directory; made when something is written
     * @return this builder
     */
    public PodnetBuilder root(Path directory) {
        state = whole(directory).resolve("state");
        runtime = whole(directory).resolve("run");
        return this;
    }

    /**
     * Sets where the network configurations are, instead of {@code /etc/cni/net.d}.
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
     * Sets where CNI keeps its results, instead of {@code /var/lib/cni}; other CNI users share that directory.
     *
     * @param directory the directory
     * @return this builder
     */
    public PodnetBuilder cacheDirectory(Path directory) {
        cache = whole(directory);
        return this;
    }

    /**
     * Sets where namespaces are pinned, instead of {@code /run/netns}.
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
     * Opens podnet. Changes nothing yet.
     *
     * @return podnet
     * @throws io.podnet.base.NoBackendException if a backend that a property names is missing or cannot work
     */
    public Podnet open() {
        Settings settings = new Settings(state, runtime, netns, config, plugins, cache, defaultNetwork);
        List<PodnetListener> all = new ArrayList<>(Listeners.find());
        all.addAll(listeners);
        return new Podnet(Pods.open(settings, new Events(all)));
    }

    // Plugins run in other directories than this JVM may.
    private static Path whole(Path directory) {
        return directory.toAbsolutePath().normalize();
    }
}
