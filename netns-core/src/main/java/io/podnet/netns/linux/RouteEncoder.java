// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetlinkConstants.AF_INET;
import static io.podnet.netns.linux.NetlinkConstants.AF_INET6;
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
import static io.podnet.netns.linux.RouteConstants.RTM_F_FIB_MATCH;
import static io.podnet.netns.linux.RouteConstants.RTM_F_LOOKUP_TABLE;
import static io.podnet.netns.linux.RouteConstants.RTNH_F_ONLINK;
import static io.podnet.netns.linux.RouteConstants.RT_TABLE_UNSPEC;

import io.podnet.base.IpAddresses;
import io.podnet.netns.NextHop;
import io.podnet.netns.Route;
import io.podnet.netns.RouteScope;
import java.net.InetAddress;

/** Writes the bodies of RTM_*ROUTE requests: {@code struct rtmsg} and RTA_* attributes of linux/rtnetlink.h. */
final class RouteEncoder {
    private RouteEncoder() {}

    /** All routes of one family, or those of one table; 0 stands for all tables. */
    static void dump(MessageWriter writer, boolean ipv4, int table) {
        writer.u8(ipv4 ? AF_INET : AF_INET6)
                .u8(0)
                .u8(0)
                .u8(0)
                .u8(0)
                .u8(0)
                .u8(0)
                .u8(0)
                .s32(0);
        if (table != 0) {
            writer.s32(RTA_TABLE, table);
        }
    }

    /** The route that a packet would take. */
    static void lookUp(MessageWriter writer, InetAddress destination) {
        boolean ipv4 = IpAddresses.isIpv4(destination);
        writer.u8(ipv4 ? AF_INET : AF_INET6)
                .u8(8 * destination.getAddress().length)
                .u16(0)
                .s32(0)
                // IPv6 tells the table without being asked, and refuses to be.
                .s32(ipv4 ? RTM_F_FIB_MATCH | RTM_F_LOOKUP_TABLE : RTM_F_FIB_MATCH);
        writer.address(RTA_DST, destination);
    }

    /**
     * One route.
     *
     * @param scope its own when it is made; NOWHERE, which fits all, when it is deleted
     */
    static void encode(MessageWriter writer, Route route, RouteScope scope) {
        boolean ipv4 = route.destination().isIpv4();
        boolean smallTable = route.table() > 0 && route.table() < 256;
        writer.u8(ipv4 ? AF_INET : AF_INET6)
                .u8(route.destination().length())
                .u8(0)
                .u8(0)
                .u8(smallTable ? route.table() : RT_TABLE_UNSPEC)
                .u8(route.protocol())
                .u8(scope.value())
                .u8(route.type().number())
                .s32(route.onLink() ? RTNH_F_ONLINK : 0);
        if (!route.isDefault()) {
            writer.address(RTA_DST, route.destination().address());
        }
        route.gateway().ifPresent(gateway -> gateway(writer, ipv4, gateway));
        route.linkIndex().ifPresent(index -> writer.s32(RTA_OIF, index));
        route.source().ifPresent(source -> writer.address(RTA_PREFSRC, source));
        if (route.metric() != 0) {
            writer.s32(RTA_PRIORITY, (int) route.metric());
        }
        if (!smallTable) {
            writer.s32(RTA_TABLE, route.table());
        }
        if (route.mtu().isPresent() || route.advertisedMss().isPresent()) {
            writer.nested(RTA_METRICS, () -> {
                route.mtu().ifPresent(bytes -> writer.s32(RTAX_MTU, bytes));
                route.advertisedMss().ifPresent(bytes -> writer.s32(RTAX_ADVMSS, bytes));
            });
        }
        if (!route.nextHops().isEmpty()) {
            writer.nested(RTA_MULTIPATH, () -> route.nextHops().forEach(hop -> nextHop(writer, ipv4, hop)));
        }
    }

    private static void gateway(MessageWriter writer, boolean ipv4, InetAddress gateway) {
        boolean gatewayIpv4 = IpAddresses.isIpv4(gateway);
        if (gatewayIpv4 == ipv4) {
            writer.address(RTA_GATEWAY, gateway);
        } else {
            // struct rtvia: the family, then the address.
            writer.via(RTA_VIA, gatewayIpv4 ? AF_INET : AF_INET6, gateway.getAddress());
        }
    }

    private static void nextHop(MessageWriter writer, boolean ipv4, NextHop hop) {
        int start = writer.position();
        // struct rtnexthop; its hops are the weight less one.
        writer.u16(0).u8(0).u8(hop.weight() - 1).s32(hop.linkIndex());
        hop.gateway().ifPresent(gateway -> gateway(writer, ipv4, gateway));
        writer.patchU16(start, writer.position() - start);
    }
}
