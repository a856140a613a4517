// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * All networks of a directory at one time, read as CRI-O reads them: a file that cannot be used is reported and hides none
 * of the others.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Networks {
    private final List<NetworkConfigList> all;
    private final List<CniException> problems;
    private final Optional<String> defaultName;

    Networks(List<NetworkConfigList> all, List<CniException> problems, Optional<String> defaultName) {
        this.all = List.copyOf(all);
        this.problems = List.copyOf(problems);
        this.defaultName = defaultName;
    }

    /**
     * Reads a directory; the network of its first usable file is the default.
     *
     * @param directory where the files are, such as {@code /etc/cni/net.d}; it need not be there
     * @return its networks
     */
    public static Networks read(Path directory) {
        return new NetworksReader(directory, network -> {}).read(Optional.empty());
    }

    /**
     * Lists the networks.
     *
     * @return the networks in the order of their files' names; of several with one name the first
     */
    public List<NetworkConfigList> all() {
        return all;
    }

    /**
     * Lists the files that cannot be used.
     *
     * @return why not; each names its file
     */
    public List<CniException> problems() {
        return problems;
    }

    /**
     * Finds a network.
     *
     * @param name its name
     * @return the network, if there is one
     */
    public Optional<NetworkConfigList> find(String name) {
        return all.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /**
     * Gives a network that must be there.
     *
     * @param name its name
     * @return the network
     * @throws CniException ({@code cni-network-not-found}) if there is none; if a file that cannot be used may hold it, that
     *     one's complaint is suppressed within
     */
    public NetworkConfigList get(String name) {
        return find(name).orElseThrow(() -> {
            CniException missing = CniException.builder(
                            "cni-network-not-found", "no net configuration with name \"" + name + "\"")
                    .code(CniErrorCode.INVALID_NETWORK_CONFIG)
                    .network(name)
                    .build();
            problems.forEach(missing::addSuppressed);
            return missing;
        });
    }

    /**
     * Gives the network to use where none is named: the one whose name was given, else that of the first usable file.
     *
     * @return the network; empty if there is none, or not yet
     */
    public Optional<NetworkConfigList> defaultNetwork() {
        return defaultName.isPresent() ? find(defaultName.get()) : all.stream().findFirst();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Networks that
                && all.equals(that.all)
                && texts(problems).equals(texts(that.problems))
                && defaultName.equals(that.defaultName);
    }

    private static List<String> texts(List<CniException> problems) {
        return problems.stream().map(CniException::getMessage).toList();
    }

    @Override
    public int hashCode() {
        return Objects.hash(all, defaultName);
    }

    @Override
    public String toString() {
        return all + (problems.isEmpty() ? "" : " and problems " + texts(problems));
    }
}
