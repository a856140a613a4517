package io.podnet.api.internal.network;

import io.podnet.api.PodException;
import io.podnet.cni.CniClient;
import io.podnet.cni.CniException;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.Networks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The networks that pods can be attached to: those of the configuration directory, and the built-in default one. */
public final class NetworkCatalog {
    private final Path directory;
    private final CniClient cni;

    /**
     * Looks into a directory.
     *
     * @param directory the configuration directory; may be missing
     * @param cni knows the plugins
     */
    public NetworkCatalog(Path directory, CniClient cni) {
        this.directory = directory;
        this.cni = cni;
    }

    /**
     * Finds a network.
     *
     * @param name its name
     * @return the network
     * @throws PodException ({@code network-unknown}) if there is none of that name
     * @throws CniException if its configuration cannot be used
     */
    public NetworkConfigList find(String name) {
        Networks networks = Networks.read(directory);
        Optional<NetworkConfigList> found = networks.find(name);
        if (found.isPresent()) {
            return found.get();
        }
        for (CniException problem : networks.problems()) {
            if (mayDescribe(problem, name)) {
                throw problem;
            }
        }
        if (name.equals(DefaultNetwork.NAME)) {
            return NetworkConfigList.parse(DefaultNetwork.CONFIG);
        }
        // podman's text, and where it was looked for.
        throw new PodException(
                "network-unknown",
                "unable to find network with name or ID " + name + ": network not found (in " + directory + ")");
    }

    // A file that cannot be used hides no other network, but it must not be passed over in silence for the one that it
    // describes.
    private static boolean mayDescribe(CniException problem, String name) {
        if (problem.file().isEmpty()) {
            return false;
        }
        try {
            return Files.readString(problem.file().get()).contains('"' + name + '"');
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Finds a network and looks whether its plugins are there.
     *
     * @param name its name
     * @return the network
     * @throws PodException ({@code network-unknown}) if there is none of that name
     * @throws CniException if its configuration cannot be used, or a plugin is missing
     */
    public NetworkConfigList usable(String name) {
        NetworkConfigList network = find(name);
        cni.requirePlugins(network);
        return network;
    }
}
