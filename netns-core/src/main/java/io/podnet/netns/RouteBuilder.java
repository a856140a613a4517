// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpPrefix;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link Route} is made of; {@link Route#to} gives one.
 *
 * <p><b>Threads</b>: used by one thread.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class RouteBuilder {
    private final IpPrefix destination;
    private RouteType type = RouteType.UNICAST;
    private Optional<InetAddress> gateway = Optional.empty();
    private OptionalInt linkIndex = OptionalInt.empty();
    private Optional<InetAddress> source = Optional.empty();
    private @Nullable RouteScope scope;
    private int table = Route.MAIN_TABLE;
    private long metric;
    private int protocol = Route.PROTOCOL_BOOT;
    private OptionalInt mtu = OptionalInt.empty();
    private OptionalInt advertisedMss = OptionalInt.empty();
    private boolean onLink;
    private List<NextHop> nextHops = List.of();

    RouteBuilder(IpPrefix destination) {
        this.destination = destination;
    }

    /**
     * Sets what happens to packets; {@link RouteType#UNICAST} without it.
     *
     * @param value the type
     * @return this
     */
    public RouteBuilder type(RouteType value) {
        type = value;
        return this;
    }

    /**
     * Sets the next router.
     *
     * @param value its address
     * @return this
     */
    public RouteBuilder via(InetAddress value) {
        gateway = Optional.of(value);
        return this;
    }

    /**
     * Sets the link that it leaves by; the kernel finds it by the gateway without this.
     *
     * @param index the link's index
     * @return this
     */
    public RouteBuilder link(int index) {
        linkIndex = OptionalInt.of(index);
        return this;
    }

    /**
     * Sets the address that packets of this host get if they have none yet.
     *
     * @param value an address of this host
     * @return this
     */
    public RouteBuilder source(InetAddress value) {
        source = Optional.of(value);
        return this;
    }

    /**
     * Sets how far the destination is. Without it: this host for local routes, the link for IPv4 routes without a gateway,
     * everywhere for the others, as {@code ip route} does.
     *
     * @param value the scope
     * @return this
     */
    public RouteBuilder scope(RouteScope value) {
        scope = value;
        return this;
    }

    /**
     * Sets the routing table; the main one without it.
     *
     * @param number any number
     * @return this
     */
    public RouteBuilder table(int number) {
        table = number;
        return this;
    }

    /**
     * Sets the metric; 0 without it.
     *
     * @param value 0 to 4294967295, the smaller the better
     * @return this
     */
    public RouteBuilder metric(long value) {
        metric = value;
        return this;
    }

    /**
     * Sets who made it; {@link Route#PROTOCOL_BOOT} without it.
     *
     * @param number 0 to 255
     * @return this
     */
    public RouteBuilder protocol(int number) {
        protocol = number;
        return this;
    }

    /**
     * Sets the largest packet to send on it.
     *
     * @param bytes 1 or more
     * @return this
     * @throws InvalidValueException if it is less
     */
    public RouteBuilder mtu(int bytes) {
        mtu = OptionalInt.of(positive("route MTU", bytes));
        return this;
    }

    /**
     * Sets the segment size to advertise to TCP peers.
     *
     * @param bytes 1 or more
     * @return this
     * @throws InvalidValueException if it is less
     */
    public RouteBuilder advertisedMss(int bytes) {
        advertisedMss = OptionalInt.of(positive("route MSS", bytes));
        return this;
    }

    /**
     * Takes the gateway to be on the link though no other route says so.
     *
     * @return this
     */
    public RouteBuilder onLink() {
        onLink = true;
        return this;
    }

    /**
     * Makes it a multipath route.
     *
     * @param ways the ways that packets may take
     * @return this
     */
    public RouteBuilder nextHops(List<NextHop> ways) {
        nextHops = ways;
        return this;
    }

    /**
     * Makes the route.
     *
     * @return the route
     * @throws InvalidValueException if the parts do not fit each other
     */
    public Route build() {
        return new Route(
                destination,
                type,
                gateway,
                linkIndex,
                source,
                scope == null ? usualScope() : scope,
                table,
                metric,
                protocol,
                mtu,
                advertisedMss,
                onLink,
                nextHops);
    }

    private RouteScope usualScope() {
        if (!destination.isIpv4() || gateway.isPresent() || !nextHops.isEmpty()) {
            return RouteScope.GLOBAL;
        }
        return switch (type) {
            case LOCAL, NAT -> RouteScope.HOST;
            case UNICAST, BROADCAST, MULTICAST, ANYCAST, UNSPEC -> RouteScope.LINK;
            default -> RouteScope.GLOBAL;
        };
    }

    private static int positive(String field, int value) {
        if (value < 1) {
            throw new InvalidValueException(field, value, "must be 1 or more");
        }
        return value;
    }
}
