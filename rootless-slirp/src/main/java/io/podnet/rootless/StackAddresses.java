// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless;

import io.podnet.base.IpPrefix;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The addresses that a user-mode stack gives to the namespace it serves, as far as they are known beforehand.
 *
 * @param subnet the IPv4 network of the namespace; empty if the stack copies the host's
 * @param guest the namespace's own IPv4 address
 * @param gateway the IPv4 address that stands for the host
 * @param dns where the stack forwards name look-ups to the host's servers, IPv4 first
 * @param ipv6 the IPv6 network, if the stack has one of its own; its addresses come by SLAAC
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record StackAddresses(
        Optional<IpPrefix> subnet,
        Optional<InetAddress> guest,
        Optional<InetAddress> gateway,
        List<InetAddress> dns,
        Optional<IpPrefix> ipv6) {
    /**
     * Copies the lists.
     *
     * @param subnet the IPv4 network of the namespace; empty if the stack copies the host's
     * @param guest the namespace's own IPv4 address
     * @param gateway the IPv4 address that stands for the host
     * @param dns where the stack forwards name look-ups to the host's servers, IPv4 first
     * @param ipv6 the IPv6 network, if the stack has one of its own; its addresses come by SLAAC
     */
    public StackAddresses {
        dns = List.copyOf(dns);
    }
}
