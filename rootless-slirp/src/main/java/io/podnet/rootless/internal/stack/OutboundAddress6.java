// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.stack;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.rootless.InvalidOptionException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.Optional;

/**
 * Turns an interface into its IPv6 address, since slirp4netns up to 1.3.2, given an interface for
 * {@code --outbound-addr6}, looks up the value of {@code --outbound-addr} instead (main.c).
 */
final class OutboundAddress6 {
    private OutboundAddress6() {}

    static String literal(String addressOrInterface) {
        try {
            return IpAddresses.format(IpAddresses.parse(addressOrInterface));
        } catch (InvalidValueException e) {
            return ofInterface(addressOrInterface);
        }
    }

    private static String ofInterface(String name) {
        Optional<InetAddress> address = Optional.empty();
        try {
            NetworkInterface networkInterface = NetworkInterface.getByName(name);
            if (networkInterface != null) {
                address = Collections.list(networkInterface.getInetAddresses()).stream()
                        .filter(each -> each instanceof Inet6Address && !each.isLinkLocalAddress())
                        .findFirst();
            }
        } catch (SocketException e) {
            throw failure(name, "the interface cannot be read: " + e.getMessage());
        }
        return IpAddresses.format(
                address.orElseThrow(() -> failure(name, "the interface has no IPv6 address but link-local ones")));
    }

    private static InvalidOptionException failure(String name, String reason) {
        return new InvalidOptionException(
                "invalid outbound_addr6: " + GoText.quote(name), "outbound_addr6", name, reason, null);
    }
}
