// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetlinkConstants.AF_INET;
import static io.podnet.netns.linux.NetlinkConstants.AF_INET6;
import static io.podnet.netns.linux.NetlinkConstants.align;
import static io.podnet.netns.linux.RouteConstants.RTAX_ADVMSS;
import static io.podnet.netns.linux.RouteConstants.RTAX_MTU;
import static io.podnet.netns.linux.RouteConstants.RTA_DST;
import static io.podnet.netns.linux.RouteConstants.RTA_GATEWAY;
import static io.podnet.netns.linux.RouteConstants.RTA_METRICS;
import static io.podnet.netns.linux.RouteConstants.RTA_MULTIPATH;
import static io.podnet.netns.linux.RouteConstants.RTA_OIF;
import static io.podnet.netns.linux.RouteConstants.RTA_PREFSRC;
import static io.podnet.netns.linux.RouteConstants.RTA_PRIORITY;
import static io.podnet.netns.linux.RouteConstants.RTA_TABLE;
import static io.podnet.netns.linux.RouteConstants.RTA_VIA;
import static io.podnet.netns.linux.RouteConstants.RTMSG_BYTES;
import static io.podnet.netns.linux.RouteConstants.RTM_F_CLONED;
import static io.podnet.netns.linux.RouteConstants.RTNEXTHOP_BYTES;
import static io.podnet.netns.linux.RouteConstants.RTNH_F_ONLINK;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.netns.NextHop;
import io.podnet.netns.Route;
import io.podnet.netns.RouteBuilder;
import io.podnet.netns.RouteScope;
import io.podnet.netns.RouteType;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads RTM_NEWROUTE: {@code struct rtmsg} and RTA_* attributes of linux/rtnetlink.h. */
final class RouteDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(RouteDecoder.class.getPackageName());

    private static final byte[] ANY_IPV4 = new byte[4];
    private static final byte[] ANY_IPV6 = new byte[16];

    private RouteDecoder() {}

    /**
     * Reads a route.
     *
     * @param body a message's body, in the machine's byte order
     * @return the route; empty if it is one of the kernel's own exceptions (a cache entry), of another family than IP, or
     *     one that has no value in Java: an IPv4-mapped IPv6 address is an IPv4 address there
     * @throws MalformedMessageException if it is none
     */
    static Optional<Route> decode(ByteBuffer body) {
        AttributeReader reader = new AttributeReader(body, RTMSG_BYTES);
        int family = Byte.toUnsignedInt(body.get(0));
        int flags = body.getInt(8);
        if ((family != AF_INET && family != AF_INET6) || (flags & RTM_F_CLONED) != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(route(body, reader));
        } catch (InvalidValueException e) {
            LOG.debug("left out a route: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static Route route(ByteBuffer body, AttributeReader reader) {
        boolean ipv4 = Byte.toUnsignedInt(body.get(0)) == AF_INET;
        InetAddress destination = IpAddresses.of(ipv4 ? ANY_IPV4 : ANY_IPV6);
        Attributes attributes = new Attributes();
        attributes.table = Byte.toUnsignedInt(body.get(4));
        while (reader.next()) {
            if (reader.type() == RTA_DST) {
                destination = reader.address();
            } else {
                attributes.read(reader);
            }
        }
        if (IpAddresses.isIpv4(destination) != ipv4) {
            throw new InvalidValueException(
                    "route destination", IpAddresses.format(destination), "is of another family");
        }
        RouteBuilder route = Route.to(new IpPrefix(destination, Byte.toUnsignedInt(body.get(1))))
                .protocol(Byte.toUnsignedInt(body.get(5)))
                .scope(new RouteScope(Byte.toUnsignedInt(body.get(6))))
                .type(RouteType.fromNumber(Byte.toUnsignedInt(body.get(7))));
        if ((body.getInt(8) & RTNH_F_ONLINK) != 0) {
            route.onLink();
        }
        return attributes.addTo(route).build();
    }

    /** What the attributes say. */
    private static final class Attributes {
        private @Nullable InetAddress gateway;
        private @Nullable InetAddress source;
        private int linkIndex;
        private int table;
        private long metric;
        private int mtu;
        private int advertisedMss;
        private List<NextHop> nextHops = List.of();

        void read(AttributeReader reader) {
            switch (reader.type()) {
                case RTA_GATEWAY -> gateway = reader.address();
                case RTA_VIA -> gateway = via(reader);
                case RTA_OIF -> linkIndex = reader.s32();
                case RTA_PREFSRC -> source = reader.address();
                case RTA_PRIORITY -> metric = reader.u32();
                case RTA_TABLE -> table = reader.s32();
                case RTA_METRICS -> metrics(reader.nested());
                case RTA_MULTIPATH -> nextHops = nextHops(reader.view());
                default -> {}
            }
        }

        private void metrics(AttributeReader reader) {
            while (reader.next()) {
                switch (reader.type()) {
                    case RTAX_MTU -> mtu = reader.s32();
                    case RTAX_ADVMSS -> advertisedMss = reader.s32();
                    default -> {}
                }
            }
        }

        RouteBuilder addTo(RouteBuilder route) {
            route.table(table).metric(metric).nextHops(nextHops);
            if (gateway != null) {
                route.via(gateway);
            }
            if (source != null) {
                route.source(source);
            }
            if (linkIndex != 0) {
                route.link(linkIndex);
            }
            if (mtu != 0) {
                route.mtu(mtu);
            }
            if (advertisedMss != 0) {
                route.advertisedMss(advertisedMss);
            }
            return route;
        }
    }

    /** struct rtvia: the family, then the address. */
    private static InetAddress via(AttributeReader reader) {
        ByteBuffer bytes = reader.view();
        if (bytes.limit() != 2 + 4 && bytes.limit() != 2 + 16) {
            throw new MalformedMessageException("gateway", bytes.limit(), 6, 18);
        }
        byte[] address = new byte[bytes.limit() - 2];
        bytes.get(2, address);
        return IpAddresses.of(address);
    }

    /** An array of struct rtnexthop, each followed by attributes of its own. */
    private static List<NextHop> nextHops(ByteBuffer bytes) {
        List<NextHop> hops = new ArrayList<>();
        int at = 0;
        while (at < bytes.limit()) {
            int rest = bytes.limit() - at;
            int length = rest < RTNEXTHOP_BYTES ? rest : Short.toUnsignedInt(bytes.getShort(at));
            if (length < RTNEXTHOP_BYTES || length > rest) {
                throw new MalformedMessageException("next hop", length, RTNEXTHOP_BYTES, rest);
            }
            hops.add(nextHop(NetlinkMessage.view(bytes, at, length)));
            at += Math.min(align(length), rest);
        }
        return hops;
    }

    private static NextHop nextHop(ByteBuffer bytes) {
        AttributeReader reader = new AttributeReader(bytes, RTNEXTHOP_BYTES);
        Optional<InetAddress> gateway = Optional.empty();
        while (reader.next()) {
            switch (reader.type()) {
                case RTA_GATEWAY -> gateway = Optional.of(reader.address());
                case RTA_VIA -> gateway = Optional.of(via(reader));
                default -> {}
            }
        }
        // The kernel's hops are the weight less one.
        return new NextHop(gateway, bytes.getInt(4), Byte.toUnsignedInt(bytes.get(3)) + 1);
    }
}
