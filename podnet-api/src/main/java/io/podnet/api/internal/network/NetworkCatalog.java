// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import io.podnet.api.NetworkInfo;
import io.podnet.api.PodException;
import io.podnet.base.AtomicFiles;
import io.podnet.cni.CniClient;
import io.podnet.cni.CniException;
import io.podnet.cni.CniNames;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.Networks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The networks that pods can be attached to: those of the configuration directory, and the built-in default one. */
public final class NetworkCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkCatalog.class.getPackageName());

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
     * Tells where the configurations are.
     *
     * @return the directory; may be missing
     */
    public Path directory() {
        return directory;
    }

    /**
     * Lists the configurations that were being written when their process was killed.
     *
     * @return the files
     */
    public List<Path> abandonedFiles() {
        try {
            return AtomicFiles.abandoned(directory);
        } catch (IOException e) {
            throw new PodException("directory-unusable", directory + " cannot be read: " + e, e);
        }
    }

    /**
     * Lists the networks that can be used.
     *
     * @return them, by name; files that cannot be used are left out
     */
    public List<NetworkConfigList> all() {
        return all(Networks.read(directory));
    }

    private static List<NetworkConfigList> all(Networks networks) {
        List<NetworkConfigList> all = new ArrayList<>();
        networks.all().stream().filter(NetworkCatalog::hasUsableName).forEach(all::add);
        // A file of that name that cannot be used replaces the built-in network too.
        if (networks.find(DefaultNetwork.NAME).isEmpty()
                && describing(networks, DefaultNetwork.NAME).isEmpty()) {
            all.add(NetworkConfigList.parse(DefaultNetwork.CONFIG));
        }
        all.sort(Comparator.comparing(NetworkConfigList::name));
        return all;
    }

    // Names become names of files: of locks, of attachments.
    private static boolean hasUsableName(NetworkConfigList network) {
        try {
            CniNames.checkNetworkName(network.name());
            return true;
        } catch (CniException e) {
            LOG.debug("{}: {}", network.file(), e.getMessage());
            return false;
        }
    }

    /**
     * Describes the networks that can be used.
     *
     * @return what each is, by name; a file that cannot be used is logged and left out, as podman does
     */
    public List<NetworkInfo> infos() {
        Networks networks = Networks.read(directory);
        networks.problems().forEach(each -> LOG.warn("{}", each.getMessage()));
        List<NetworkInfo> infos = new ArrayList<>();
        for (NetworkConfigList each : all(networks)) {
            try {
                infos.add(NetworkDescriber.describe(each));
            } catch (PodException e) {
                LOG.warn("{}", e.getMessage());
            }
        }
        return infos;
    }

    /**
     * Finds a network.
     *
     * @param nameOrId its name, or the beginning of its id
     * @return the network
     * @throws PodException ({@code network-unknown}) if there is none, ({@code network-ambiguous}) if several ids begin so
     * @throws CniException if its configuration cannot be used
     */
    public NetworkConfigList find(String nameOrId) {
        Networks networks = Networks.read(directory);
        Optional<NetworkConfigList> named = networks.find(nameOrId).filter(NetworkCatalog::hasUsableName);
        if (named.isPresent()) {
            return named.get();
        }
        Optional<CniException> problem = describing(networks, nameOrId);
        if (problem.isPresent()) {
            throw problem.get();
        }
        return nameOrId.equals(DefaultNetwork.NAME)
                ? NetworkConfigList.parse(DefaultNetwork.CONFIG)
                : findById(nameOrId);
    }

    private NetworkConfigList findById(String beginning) {
        List<NetworkConfigList> found = beginning.isEmpty()
                ? List.of()
                : all().stream()
                        .filter(each -> NetworkId.of(each.name()).startsWith(beginning))
                        .toList();
        if (found.size() > 1) {
            throw new PodException("network-ambiguous", "more than one result for network ID " + beginning);
        }
        // podman's text, and where it was looked for.
        return found.stream()
                .findFirst()
                .orElseThrow(() -> new PodException(
                        "network-unknown",
                        "unable to find network with name or ID " + beginning + ": network not found (in " + directory
                                + ")"));
    }

    /** Refuses a name that a file which cannot be used may be of. */
    void refuseBroken(String name) {
        describing(Networks.read(directory), name).ifPresent(problem -> {
            throw problem;
        });
    }

    /**
     * Describes a network.
     *
     * @param nameOrId its name, or the beginning of its id
     * @return what it is
     * @throws PodException ({@code network-unknown}, {@code network-ambiguous}) if there is no such network,
     *     ({@code network-unusable}) if its addresses are none
     * @throws CniException if its configuration cannot be used
     */
    public NetworkInfo info(String nameOrId) {
        return NetworkDescriber.describe(find(nameOrId));
    }

    // A file that cannot be used hides no other network, but it must not be passed over in silence for the one that it
    // describes.
    private static Optional<CniException> describing(Networks networks, String name) {
        return networks.problems().stream()
                .filter(problem -> mayDescribe(problem, name))
                .findFirst();
    }

    private static boolean mayDescribe(CniException problem, String name) {
        if (problem.file().isEmpty()) {
            return false;
        }
        try {
            String text = new String(Files.readAllBytes(problem.file().get()), StandardCharsets.ISO_8859_1);
            return text.contains('"' + name + '"');
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Finds a network and looks whether its plugins are there.
     *
     * @param nameOrId its name, or the beginning of its id
     * @return the network
     * @throws PodException ({@code network-unknown}, {@code network-ambiguous}) if there is no such network
     * @throws CniException if its configuration cannot be used, or a plugin is missing
     */
    public NetworkConfigList usable(String nameOrId) {
        NetworkConfigList network = find(nameOrId);
        cni.requirePlugins(network);
        return network;
    }
}
