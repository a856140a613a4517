// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.netns.AddressFlag;
import io.podnet.netns.LinkAddress;
import io.podnet.netns.LinkName;
import io.podnet.netns.NextHop;
import io.podnet.netns.Route;
import io.podnet.netns.RouteScope;
import io.podnet.netns.RouteType;
import io.podnet.netns.linux.AddressRequests;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.LinkSettings;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.RouteRequests;
import io.podnet.testkit.OnPrivateHost;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Adds addresses and routes, lets iproute2 say what they are, and removes them. */
@OnPrivateHost
class AddressesAndRoutesTest {
    private TestNetns netns;
    private AddressRequests addresses;
    private RouteRequests routes;
    private int v0;

    @BeforeEach
    void makeALink() throws Exception {
        netns = TestNetns.create("alpha");
        addresses = netns.rtnl.addresses();
        routes = netns.rtnl.routes();
        // A bridge without ports has no carrier, and so no link-local address that could come in between.
        v0 = netns.rtnl
                .links()
                .createBridge(LinkSettings.named(LinkName.of("v0")).up());
    }

    @AfterEach
    void removeIt() {
        netns.close();
    }

    @Test
    void addressesWithAllThatCanBeSaid() {
        List<LinkAddress> all = List.of(
                address("10.9.0.1/24").withBroadcast(IpAddresses.parse("10.9.0.255")),
                address("10.8.0.1/32").withPeer(IpAddresses.parse("10.8.0.2")),
                address("10.7.0.1/16").withScope(RouteScope.LINK),
                address("fd00::1/64").withFlags(AddressFlag.NODAD),
                address("fd01::1/64").withFlags(AddressFlag.NODAD, AddressFlag.NOPREFIXROUTE));

        all.forEach(each -> addresses.add(v0, each));

        String printed = netns.sh("ip address show dev v0");
        assertThat(printed)
                .contains(
                        "inet 10.9.0.1/24 brd 10.9.0.255 scope global v0",
                        "inet 10.8.0.1 peer 10.8.0.2/32 scope global v0",
                        "inet 10.7.0.1/16 scope link v0",
                        "inet6 fd00::1/64 scope global nodad",
                        "inet6 fd01::1/64 scope global nodad noprefixroute");
        assertThat(netns.sh("ip -6 route")).contains("fd00::/64").doesNotContain("fd01::/64");

        all.forEach(each -> addresses.remove(v0, each));
        assertThat(netns.sh("ip -br address show dev v0 scope global")).doesNotContain("10.", "fd0");
        assertThatExceptionOfType(NativeException.class)
                .isThrownBy(() -> addresses.remove(v0, all.get(0)))
                .matches(e -> e.is(Errno.EADDRNOTAVAIL));
    }

    @Test
    void anAddressIsFoundAgainAsItWasGiven() {
        LinkAddress given = address("10.9.0.1/24").withBroadcast(IpAddresses.parse("10.9.0.255"));
        addresses.add(v0, given);
        assertThat(addresses.list(v0)).contains(given.withFlags(AddressFlag.PERMANENT));
        assertThat(addresses.list()).containsKey(v0);
    }

    @Test
    void routesWithAllThatCanBeSaid() {
        addresses.add(v0, address("10.9.0.1/24"));
        addresses.add(v0, address("fd00::1/64").withFlags(AddressFlag.NODAD));
        List<Route> all = List.of(
                Route.to(IpPrefix.parse("0.0.0.0/0"))
                        .via(IpAddresses.parse("10.9.0.7"))
                        .link(v0)
                        .metric(5)
                        .mtu(1300)
                        .advertisedMss(1200)
                        .build(),
                Route.to(IpPrefix.parse("10.10.0.0/16")).link(v0).build(),
                Route.to(IpPrefix.parse("10.11.0.0/16"))
                        .via(IpAddresses.parse("fd00::7"))
                        .link(v0)
                        .build(),
                Route.to(IpPrefix.parse("10.12.0.0/16"))
                        .via(IpAddresses.parse("10.99.0.7"))
                        .link(v0)
                        .onLink()
                        .build(),
                Route.to(IpPrefix.parse("10.13.0.0/16"))
                        .via(IpAddresses.parse("10.9.0.7"))
                        .link(v0)
                        .source(IpAddresses.parse("10.9.0.1"))
                        .table(1000)
                        .protocol(76)
                        .scope(new RouteScope(77))
                        .build(),
                Route.to(IpPrefix.parse("10.14.0.0/16"))
                        .nextHops(List.of(
                                new NextHop(Optional.of(IpAddresses.parse("10.9.0.8")), v0, 2),
                                new NextHop(Optional.of(IpAddresses.parse("10.9.0.9")), v0, 1)))
                        .build(),
                Route.to(IpPrefix.parse("10.15.0.0/16"))
                        .type(RouteType.BLACKHOLE)
                        .build(),
                Route.to(IpPrefix.parse("::/0"))
                        .via(IpAddresses.parse("fd00::7"))
                        .link(v0)
                        .metric(7)
                        .build(),
                Route.to(IpPrefix.parse("fd01::/32"))
                        .link(v0)
                        .metric(1024)
                        .table(300)
                        .build());

        all.forEach(routes::add);

        assertThat(netns.sh("ip route; ip route show table 1000; ip -6 route; ip -6 route show table 300"))
                .contains(
                        "default via 10.9.0.7 dev v0 metric 5 ",
                        "mtu 1300 advmss 1200",
                        "10.10.0.0/16 dev v0 scope link",
                        "10.11.0.0/16 via inet6 fd00::7 dev v0",
                        "10.12.0.0/16 via 10.99.0.7 dev v0 onlink",
                        "10.13.0.0/16 via 10.9.0.7 dev v0 proto 76 scope 77 src 10.9.0.1",
                        "nexthop via 10.9.0.8 dev v0 weight 2",
                        "blackhole 10.15.0.0/16",
                        "default via fd00::7 dev v0 metric 7",
                        "fd01::/32 dev v0 metric 1024");
        // What was given is what is read, and what is read can be given to have it removed.
        assertThat(routes.list()).containsAll(all);
        routes.list().stream()
                .filter(route -> route.protocol() == Route.PROTOCOL_BOOT || route.protocol() == 76)
                .forEach(routes::remove);
        assertThat(routes.list()).doesNotContainAnyElementsOf(all);
        assertThatExceptionOfType(NativeException.class)
                .isThrownBy(() -> routes.remove(all.get(0)))
                .matches(e -> e.is(Errno.ESRCH));
    }

    @Test
    void aRouteIsReplaced() {
        addresses.add(v0, address("10.9.0.1/24"));
        Route first = Route.to(IpPrefix.parse("10.10.0.0/16"))
                .via(IpAddresses.parse("10.9.0.7"))
                .link(v0)
                .build();
        Route second = Route.to(IpPrefix.parse("10.10.0.0/16"))
                .via(IpAddresses.parse("10.9.0.8"))
                .link(v0)
                .build();
        routes.replace(first);
        routes.replace(second);
        assertThat(routes.list()).contains(second).doesNotContain(first);
    }

    @Test
    void onlyTheRouteThatIsMeantIsRemoved() {
        addresses.add(v0, address("10.9.0.1/24"));
        Route near = Route.to(IpPrefix.parse("10.10.0.0/16"))
                .via(IpAddresses.parse("10.9.0.7"))
                .link(v0)
                .metric(1)
                .build();
        Route far = Route.to(IpPrefix.parse("10.10.0.0/16"))
                .via(IpAddresses.parse("10.9.0.8"))
                .link(v0)
                .metric(2)
                .build();
        routes.add(near);
        routes.add(far);
        routes.remove(far);
        assertThat(routes.list(Route.MAIN_TABLE)).contains(near).doesNotContain(far);
    }

    private static LinkAddress address(String prefix) {
        return LinkAddress.of(IpPrefix.parse(prefix));
    }
}
