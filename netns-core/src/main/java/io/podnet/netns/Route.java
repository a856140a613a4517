// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/**
 * A route of a namespace.
 *
 * <pre>{@code
 * Route.to(IpPrefix.parse("0.0.0.0/0")).via(IpAddresses.parse("10.88.0.1")).build();
 * }</pre>
 *
 * @param destination the network that it leads to, host bits clear
 * @param type what happens to packets for it
 * @param gateway the next router; may be of the other family (RFC 5549)
 * @param linkIndex the index of the link that it leaves by
 * @param source the address that packets of this host get if they have none yet
 * @param scope how far its destination is; the kernel has none for IPv6 and answers {@link RouteScope#GLOBAL}
 * @param table the routing table's number; 254 is the main one
 * @param metric the smaller, the better; the kernel makes 1024 of 0 for IPv6
 * @param protocol who made it, as {@code RTPROT_*} of linux/rtnetlink.h
 * @param mtu the largest packet to send on it, in bytes
 * @param advertisedMss the segment size to advertise to TCP peers, in bytes
 * @param onLink whether the gateway is taken to be on the link though no other route says so
 * @param nextHops the ways of a multipath route; empty for all others
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Route(
        IpPrefix destination,
        RouteType type,
        Optional<InetAddress> gateway,
        OptionalInt linkIndex,
        Optional<InetAddress> source,
        RouteScope scope,
        int table,
        long metric,
        int protocol,
        OptionalInt mtu,
        OptionalInt advertisedMss,
        boolean onLink,
        List<NextHop> nextHops) {
    /** The main routing table, {@code RT_TABLE_MAIN}. */
    public static final int MAIN_TABLE = 254;

    /** The mark of routes that a program made, {@code RTPROT_BOOT}; {@code ip route add} uses the same. */
    public static final int PROTOCOL_BOOT = 3;

    private static final long MAX_METRIC = 0xffff_ffffL;

    /**
     * Copies the list and checks the numbers.
     *
     * @param destination the network that it leads to
     * @param type what happens to packets for it
     * @param gateway the next router
     * @param linkIndex the index of the link that it leaves by
     * @param source the address that packets of this host get
     * @param scope how far its destination is
     * @param table the routing table's number
     * @param metric the smaller, the better
     * @param protocol who made it
     * @param mtu the largest packet to send on it, in bytes
     * @param advertisedMss the segment size to advertise
     * @param onLink whether the gateway is taken to be on the link
     * @param nextHops the ways of a multipath route
     * @throws InvalidValueException if a number is out of its range or the source is of another family
     */
    public Route {
        if (metric < 0 || metric > MAX_METRIC) {
            throw new InvalidValueException("route metric", metric, "must be 0 to " + MAX_METRIC);
        }
        if (protocol < 0 || protocol > 255) {
            throw new InvalidValueException("route protocol", protocol, "must be 0 to 255");
        }
        if (source.isPresent() && IpAddresses.isIpv4(source.get()) != destination.isIpv4()) {
            throw new InvalidValueException(
                    "route source",
                    IpAddresses.format(source.get()),
                    "is of another family than the destination " + destination);
        }
        destination = destination.network();
        nextHops = List.copyOf(nextHops);
    }

    /**
     * Starts a route.
     *
     * @param destination the network that it leads to; {@code 0.0.0.0/0} or {@code ::/0} for the default route
     * @return a builder
     */
    public static RouteBuilder to(IpPrefix destination) {
        return new RouteBuilder(destination);
    }

    /**
     * Tells whether it takes what no other route takes.
     *
     * @return true if the destination's prefix has length 0
     */
    public boolean isDefault() {
        return destination.length() == 0;
    }
}
