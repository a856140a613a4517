// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/**
 * A route that a plugin set or wants set.
 *
 * @param dst the destination
 * @param gw the next hop; empty for the gateway of the address, or none at all
 * @param mtu the MTU along the route in bytes; 0 if not told (1.1.0)
 * @param advmss the maximum segment size to advertise in bytes; 0 if not told (1.1.0)
 * @param priority the metric, lower goes first; 0 if not told (1.1.0)
 * @param table the routing table; empty for the main one (1.1.0)
 * @param scope the scope as rtnetlink(7) numbers it; empty for the kernel's choice (1.1.0)
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record CniRoute(
        IpPrefix dst,
        Optional<InetAddress> gw,
        int mtu,
        int advmss,
        int priority,
        OptionalInt table,
        OptionalInt scope) {
    /**
     * Makes a route that has what every version knows.
     *
     * @param dst the destination
     * @param gw the next hop, if there is one
     * @return the route
     */
    public static CniRoute of(IpPrefix dst, Optional<InetAddress> gw) {
        return new CniRoute(dst, gw, 0, 0, 0, OptionalInt.empty(), OptionalInt.empty());
    }

    /**
     * Prints the route as ip-route(8) would take it.
     *
     * @return such as {@code 0.0.0.0/0 via 10.88.0.1 mtu 1400}
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(dst.toString());
        gw.ifPresent(hop -> text.append(" via ").append(IpAddresses.format(hop)));
        append(text, " mtu ", mtu);
        append(text, " advmss ", advmss);
        append(text, " metric ", priority);
        table.ifPresent(number -> text.append(" table ").append(number));
        scope.ifPresent(number -> text.append(" scope ").append(number));
        return text.toString();
    }

    private static void append(StringBuilder text, String word, int number) {
        if (number != 0) {
            text.append(word).append(number);
        }
    }
}
