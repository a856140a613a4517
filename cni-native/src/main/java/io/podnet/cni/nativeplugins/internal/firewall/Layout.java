// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import io.podnet.base.IpAddresses;
import io.podnet.netns.linux.NftFamily;
import java.net.InetAddress;
import java.util.Map;

/** The table: its name, its sets, and the few rules that look into them. The README of the module explains them. */
final class Layout {
    static final NftFamily FAMILY = NftFamily.INET;
    static final String TABLE = "podnet";

    /** How many rules each chain has, for CHECK. */
    static final Map<String, Integer> RULES =
            Map.of("guard", 2, "publish", 4, "prerouting", 1, "output", 2, "postrouting", 5);

    /**
     * Makes the table, as one transaction with what follows it. Chains of iptables come right after ours, at -100 and 100.
     * The library knows no name for a priority of the output hook in this family.
     */
    static final String CREATE = """
            create table inet podnet
            add set inet podnet masquerade4 { type ipv4_addr; }
            add set inet podnet masquerade6 { type ipv6_addr; }
            add set inet podnet subnets4 { type ipv4_addr . ipv4_addr; flags interval; }
            add set inet podnet subnets6 { type ipv6_addr . ipv6_addr; flags interval; }
            add set inet podnet published4 { type ipv4_addr; }
            add set inet podnet published6 { type ipv6_addr; }
            add set inet podnet snat4 { type ipv4_addr; }
            add set inet podnet snat6 { type ipv6_addr; }
            add map inet podnet ports4 { type inet_proto . inet_service : ipv4_addr . inet_service; }
            add map inet podnet ports6 { type inet_proto . inet_service : ipv6_addr . inet_service; }
            add map inet podnet host_ports4 { type inet_proto . ipv4_addr . inet_service : ipv4_addr . inet_service; }
            add map inet podnet host_ports6 { type inet_proto . ipv6_addr . inet_service : ipv6_addr . inet_service; }
            add chain inet podnet guard { type filter hook prerouting priority raw; }
            add rule inet podnet guard iif != "lo" ip daddr 127.0.0.0/8 drop
            add rule inet podnet guard iif != "lo" ip saddr 127.0.0.0/8 drop
            add chain inet podnet publish
            add rule inet podnet publish dnat ip to meta l4proto . ip daddr . th dport map @host_ports4
            add rule inet podnet publish dnat ip to meta l4proto . th dport map @ports4
            add rule inet podnet publish dnat ip6 to meta l4proto . ip6 daddr . th dport map @host_ports6
            add rule inet podnet publish dnat ip6 to meta l4proto . th dport map @ports6
            add chain inet podnet prerouting { type nat hook prerouting priority dstnat - 1; }
            add rule inet podnet prerouting fib daddr type local jump publish
            add chain inet podnet output { type nat hook output priority -101; }
            add rule inet podnet output ip6 daddr ::1 return
            add rule inet podnet output fib daddr type local jump publish
            add chain inet podnet postrouting { type nat hook postrouting priority srcnat - 1; }
            add rule inet podnet postrouting ct status dnat ip saddr 127.0.0.0/8 ip daddr @snat4 masquerade
            add rule inet podnet postrouting ct status dnat ip daddr @snat4 ip saddr . ip daddr @subnets4 masquerade
            add rule inet podnet postrouting ct status dnat ip6 daddr @snat6 ip6 saddr . ip6 daddr @subnets6 masquerade
            add rule inet podnet postrouting ip saddr @masquerade4 ip daddr != 224.0.0.0/4 \
            ip saddr . ip daddr != @subnets4 masquerade
            add rule inet podnet postrouting ip6 saddr @masquerade6 ip6 daddr != ff00::/8 \
            ip6 saddr . ip6 daddr != @subnets6 masquerade
            """;

    /** Makes the rules again, and leaves elements alone. */
    static final String REPAIR = CREATE.replace("create table", "add table")
            .replaceAll("(?m)^(add chain inet podnet (\\w+).*)$", "$1\nflush chain inet podnet $2");

    private Layout() {}

    /** Sets come in pairs, whose names end in 4 and 6. */
    static String set(String name, InetAddress address) {
        return name + (IpAddresses.isIpv4(address) ? "4" : "6");
    }
}
