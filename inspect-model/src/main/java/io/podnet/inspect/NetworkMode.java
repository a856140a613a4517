// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import io.podnet.cni.CniResult;
import java.util.Locale;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * How a pod gets its network, as {@code HostConfig.NetworkMode} says it.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface NetworkMode {
    /**
     * Modes that need no more than their name.
     *
     * @since 0.1
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    enum Plain implements NetworkMode {
        /** A namespace of its own, attached to CNI networks; {@code private} too. */
        BRIDGE,
        /** A namespace of its own with nothing in it. */
        NONE,
        /** The host's namespace. */
        HOST,
        /** A namespace of its own, joined to the outside by slirp4netns. */
        SLIRP4NETNS,
        /** A namespace of its own, joined to the outside by pasta. */
        PASTA;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A namespace that somebody else made and wired.
     *
     * @param path the namespace's path
     * @param found what is in there, in the form of a CNI result: all interfaces that are up but the loopback, each in a
     *     sandbox, with their addresses but the link-local ones; a gateway only where it lies within the prefix. Empty if
     *     nobody looked, or the look failed
     * @since 0.1
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    record Path(String path, Optional<CniResult> found) implements NetworkMode {
        @Override
        public String toString() {
            return "ns:" + path;
        }
    }

    /**
     * The namespace of another pod.
     *
     * @param owner that pod
     * @since 0.1
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    record Shared(PodNetworkView owner) implements NetworkMode {
        @Override
        public String toString() {
            return "container:" + owner.id();
        }
    }

    /**
     * Prints the mode as {@code HostConfig.NetworkMode} says it.
     *
     * @return such as {@code bridge}, {@code ns:/run/netns/blue} or {@code container:ID}
     */
    @Override
    String toString();
}
