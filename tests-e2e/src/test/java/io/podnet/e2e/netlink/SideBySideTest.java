// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.netns.Link;
import io.podnet.netns.Route;
import io.podnet.testkit.OnPrivateHost;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What we read of a namespace is what iproute2 prints of it. */
@OnPrivateHost
@Tag("smoke")
class SideBySideTest {
    private static final String NETWORK = """
            ip link set lo up
            ip link add br0 type bridge
            ip link set br0 mtu 1400 up
            ip link add h0 mtu 1400 type veth peer name eth0 mtu 1400 netns beta
            ip link set h0 master br0 up
            bridge link set dev h0 hairpin on
            ip link add v0 type veth peer name v1
            ip link set v1 txqueuelen 17 promisc on up
            ip link add mv0 link br0 type macvlan mode private
            ip link add mv1 link br0 type macvlan mode vepa
            ip link add ifb0 type ifb
            ip tuntap add tun0 mode tun
            ip tuntap add tap0 mode tap
            ip address add 10.9.0.1/24 brd + dev br0
            ip address add 10.9.0.2/24 dev br0
            ip address add 10.8.0.1 peer 10.8.0.2 dev br0
            ip address add 10.7.0.1/32 scope link dev v1
            ip address add fd00::1/64 nodad dev br0
            ip address add fd07::1/64 nodad noprefixroute dev br0
            ip address add fd08::1 peer fd08::2/128 nodad dev br0
            ip route add default via 10.9.0.7 metric 5 mtu 1300 advmss 1200
            ip route add 10.10.0.0/16 nexthop via 10.9.0.8 weight 2 nexthop via 10.9.0.9
            ip route add 10.11.0.0/16 via inet6 fd00::7 dev br0
            ip route add 10.12.0.0/16 via 10.99.0.7 dev br0 onlink
            ip route add 10.13.0.0/16 via 10.9.0.7 table 1000 proto 99 scope 77 src 10.9.0.2
            ip route add 10.13.0.0/16 via 10.9.0.7 table 4294967295
            ip route add 10.14.0.0/16 dev v1
            ip route add blackhole 10.15.0.0/16
            ip route add unreachable 10.16.0.0/16
            ip route add prohibit 10.17.0.0/16
            ip -6 route add default via fd00::7
            ip -6 route add fd01::/32 via fd00::8 metric 7 mtu 1290
            ip -6 route add fd02::/32 nexthop via fd00::8 dev br0 weight 3 nexthop via fd00::9 dev br0
            ip -6 route add fd03::/32 dev br0 table 1000
            ip -6 route add unreachable fd04::/32
            ip -6 route add unreachable ::ffff:0.0.0.0/96
            """;

    private TestNetns alpha;
    private TestNetns beta;

    @BeforeEach
    void makeTheNetwork() throws Exception {
        alpha = TestNetns.create("alpha");
        beta = TestNetns.create("beta");
        alpha.sh(NETWORK);
        beta.sh("ip link set eth0 address 02:00:00:00:00:07 up");
    }

    @AfterEach
    void removeIt() {
        alpha.close();
        beta.close();
    }

    @Test
    void links() throws Exception {
        for (TestNetns netns : List.of(alpha, beta)) {
            same(
                    () -> netns.rtnl.links().listDetails().stream()
                            .map(details -> IpView.of(details, names(netns)))
                            .toList(),
                    () -> IpView.ofAll(netns.ip("link", "show"), IpView::ofLink));
        }
        assertThat(alpha.rtnl.links().list()).hasSize(10).allSatisfy(link -> {
            assertThat(alpha.rtnl.links().find(link.name())).contains(link);
            assertThat(alpha.rtnl.links().find(link.index())).contains(link);
            assertThat(alpha.rtnl
                            .links()
                            .findDetails(link.index())
                            .orElseThrow()
                            .link())
                    .isEqualTo(link);
        });
        assertThat(alpha.rtnl.links().listPorts(alpha.link("br0").index())).containsExactly(alpha.link("h0"));
    }

    @Test
    void peersAcrossNamespaces() throws Exception {
        Link h0 = alpha.link("h0");
        Link eth0 = beta.link("eth0");

        assertThat(h0.peer()).hasValue(eth0.index());
        assertThat(eth0.peer()).hasValue(h0.index());
        assertThat(h0.peerNetnsId()).isEqualTo(alpha.rtnl.netnsId(beta.file)).isNotEmpty();
        assertThat(eth0.peerNetnsId()).isEqualTo(beta.rtnl.netnsId(alpha.file)).isNotEmpty();
        assertThat(alpha.sh("ip netns list-id target-nsid " + h0.peerNetnsId().getAsInt()
                        + " 2>/dev/null || ip netns list-id"))
                .contains("beta");
        try (TestNetns stranger = TestNetns.create("gamma")) {
            assertThat(stranger.rtnl.netnsId(alpha.file)).isEmpty();
        }
    }

    @Test
    void addresses() throws Exception {
        for (TestNetns netns : List.of(alpha, beta)) {
            for (Link link : netns.rtnl.links().list()) {
                same(
                        () -> netns.rtnl.addresses().list(link.index()).stream()
                                .map(IpView::of)
                                .toList(),
                        () -> IpView.ofAll(
                                netns.ip("address", "show", "dev", link.name().value())
                                        .path(0)
                                        .path("addr_info"),
                                IpView::ofAddress));
            }
            assertThat(netns.rtnl.addresses().list())
                    .allSatisfy((index, addresses) -> assertThat(addresses)
                            .containsExactlyElementsOf(netns.rtnl.addresses().list(index)));
        }
        assertThat(alpha.rtnl.addresses().list(alpha.link("br0").index())).hasSizeGreaterThanOrEqualTo(7);
    }

    @Test
    void routes() throws Exception {
        for (TestNetns netns : List.of(alpha, beta)) {
            for (boolean ipv4 : List.of(true, false)) {
                same(
                        () -> netns.rtnl.routes().list().stream()
                                .filter(route -> route.destination().isIpv4() == ipv4)
                                .map(route -> IpView.of(route, names(netns)))
                                .toList(),
                        () -> IpView.ofAll(
                                        netns.ip(ipv4 ? "-4" : "-6", "route", "show", "table", "all"),
                                        route -> IpView.ofRoute(route, ipv4))
                                .stream()
                                // An IPv4-mapped address is an IPv4 address in Java: we leave that route out.
                                .filter(view -> !view.get("to").equals("0.0.0.0/0") || ipv4)
                                .toList());
            }
        }
        List<Route> all = alpha.rtnl.routes().list();
        assertThat(alpha.rtnl.routes().list(1000))
                .hasSize(2)
                .containsExactlyElementsOf(
                        all.stream().filter(route -> route.table() == 1000).toList());
        assertThat(alpha.rtnl.routes().list(-1)).hasSize(1);
        assertThat(alpha.rtnl.routes().list(4711)).isEmpty();
        assertThat(alpha.rtnl.routes().list(Route.MAIN_TABLE).stream().filter(Route::isDefault))
                .hasSize(2);
    }

    private static Map<Integer, String> names(TestNetns netns) {
        return netns.rtnl.links().list().stream()
                .collect(Collectors.toMap(Link::index, link -> link.name().value()));
    }

    /** Compares in a moment of quiet: counters count, addresses become usable. */
    private static <T> void same(Callable<T> ours, Callable<T> theirs) throws Exception {
        for (int attempt = 0; attempt < 50; attempt++) {
            T before = ours.call();
            T their = theirs.call();
            if (before.equals(ours.call())) {
                assertThat(before).isEqualTo(their);
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("it never rests: " + ours.call());
    }
}
