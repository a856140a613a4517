// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.spi;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The pod that published ports lead to.
 *
 * @param owner the pod's id
 * @param netns its network namespace, as a path in the mount namespace of the holder, see
 *     {@link ForwardScope#reachable}
 * @param ipv4 its first IPv4 address; empty if it has none
 * @param ipv6 its first IPv6 address; empty if it has none
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ForwardTarget(String owner, Path netns, Optional<Inet4Address> ipv4, Optional<Inet6Address> ipv6) {
    /**
     * Gives the address to connect to.
     *
     * @return the IPv4 address if there is one, else the IPv6 address; empty if there is none
     */
    public Optional<InetAddress> address() {
        return ipv4.<InetAddress>map(each -> each).or(() -> ipv6);
    }
}
