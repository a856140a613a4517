// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.base.MacAddress;
import io.podnet.netns.AddressFlag;
import io.podnet.netns.Link;
import io.podnet.netns.LinkAddress;
import io.podnet.netns.LinkFlag;
import io.podnet.netns.NextHop;
import io.podnet.netns.OperationalState;
import io.podnet.netns.Route;
import io.podnet.netns.RouteScope;
import io.podnet.netns.RouteType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Reads what a real kernel said; what it must mean is in the files' own first lines. */
class RecordedMessagesTest {
    @Test
    void links() {
        Map<String, LinkDetails> links = Recorded.messages("links").stream()
                .filter(message -> message.type() == LinkConstants.RTM_NEWLINK)
                .map(message -> LinkDecoder.decode(message.body()))
                .collect(Collectors.toMap(details -> details.link().name().value(), Function.identity()));

        assertThat(links).containsOnlyKeys("lo", "br0", "h0", "mv0", "ifb0", "tap0");
        Link lo = links.get("lo").link();
        assertThat(lo.index()).isEqualTo(1);
        assertThat(lo.kind()).isEmpty();
        assertThat(lo.isLoopback()).isTrue();
        assertThat(lo.isUp()).isTrue();
        assertThat(lo.mtu()).isEqualTo(65536);
        assertThat(lo.state()).isEqualTo(OperationalState.UNKNOWN);
        assertThat(lo.peer()).isEmpty();

        Link br0 = links.get("br0").link();
        assertThat(br0.kind()).contains("bridge");
        assertThat(br0.mtu()).isEqualTo(1400);
        assertThat(br0.state()).isEqualTo(OperationalState.UP);
        assertThat(br0.flags())
                .containsExactlyInAnyOrder(
                        LinkFlag.UP, LinkFlag.BROADCAST, LinkFlag.RUNNING, LinkFlag.MULTICAST, LinkFlag.LOWER_UP);

        LinkDetails h0 = links.get("h0");
        assertThat(h0.link().kind()).contains("veth");
        assertThat(h0.link().macAddress()).contains(MacAddress.parse("02:00:00:00:00:03"));
        assertThat(h0.link().master()).hasValue(br0.index());
        // Its peer has the index 2 in the other namespace, which has the number 0 here.
        assertThat(h0.link().peer()).hasValue(2);
        assertThat(h0.link().peerNetnsId()).hasValue(0);
        assertThat(h0.hairpin()).isTrue();
        assertThat(h0.promiscuity()).isEqualTo(1);
        assertThat(h0.statistics().orElseThrow().txPackets()).isPositive();
        assertThat(h0.statistics().orElseThrow().txBytes()).isGreaterThan(60);

        LinkDetails mv0 = links.get("mv0");
        assertThat(mv0.link().kind()).contains("macvlan");
        assertThat(mv0.link().peer()).hasValue(br0.index());
        assertThat(mv0.link().peerNetnsId()).isEmpty();
        assertThat(mv0.macvlanMode()).contains(MacvlanMode.PRIVATE);
        assertThat(mv0.link().isUp()).isFalse();

        assertThat(links.get("ifb0").link().kind()).contains("ifb");
        assertThat(links.get("ifb0").txQueueLength()).isEqualTo(32);
        assertThat(links.get("tap0").link().macAddress()).isEmpty();
    }

    @Test
    void addresses() {
        Map<Integer, List<LinkAddress>> addresses = Recorded.messages("addresses").stream()
                .filter(message -> message.type() == RouteConstants.RTM_NEWADDR)
                .flatMap(message -> AddressCodec.decode(message.body()).stream())
                .collect(Collectors.groupingBy(
                        AddressCodec.Entry::linkIndex,
                        Collectors.mapping(AddressCodec.Entry::address, Collectors.toList())));

        assertThat(addresses.get(1))
                .containsExactly(
                        address("127.0.0.1/8").withScope(RouteScope.HOST).withFlags(AddressFlag.PERMANENT),
                        address("::1/128").withScope(RouteScope.HOST).withFlags(AddressFlag.PERMANENT));
        assertThat(addresses.get(2))
                .startsWith(
                        address("10.9.0.1/24")
                                .withBroadcast(IpAddresses.parse("10.9.0.255"))
                                .withFlags(AddressFlag.PERMANENT),
                        address("10.8.0.1/32")
                                .withPeer(IpAddresses.parse("10.8.0.2"))
                                .withFlags(AddressFlag.PERMANENT),
                        address("10.9.0.2/24").withFlags(AddressFlag.PERMANENT, AddressFlag.SECONDARY))
                .contains(address("fd00::1/64").withFlags(AddressFlag.PERMANENT, AddressFlag.NODAD))
                .anySatisfy(each -> assertThat(each.scope()).isEqualTo(RouteScope.LINK));
    }

    @Test
    void ipv4Routes() {
        int br0 = 2;
        assertThat(routes("routes-ipv4"))
                .containsExactlyInAnyOrder(
                        Route.to(IpPrefix.parse("0.0.0.0/0"))
                                .via(IpAddresses.parse("10.9.0.7"))
                                .link(br0)
                                .metric(5)
                                .mtu(1300)
                                .advertisedMss(1200)
                                .build(),
                        Route.to(IpPrefix.parse("10.8.0.2/32"))
                                .link(br0)
                                .source(IpAddresses.parse("10.8.0.1"))
                                .protocol(2)
                                .build(),
                        Route.to(IpPrefix.parse("10.9.0.0/24"))
                                .link(br0)
                                .source(IpAddresses.parse("10.9.0.1"))
                                .protocol(2)
                                .build(),
                        Route.to(IpPrefix.parse("10.10.0.0/16"))
                                .nextHops(List.of(
                                        new NextHop(Optional.of(IpAddresses.parse("10.9.0.8")), br0, 2),
                                        new NextHop(Optional.of(IpAddresses.parse("10.9.0.9")), br0, 1)))
                                .build(),
                        Route.to(IpPrefix.parse("10.11.0.0/16"))
                                .via(IpAddresses.parse("fd00::7"))
                                .link(br0)
                                .build(),
                        Route.to(IpPrefix.parse("10.12.0.0/16"))
                                .type(RouteType.BLACKHOLE)
                                .build());
    }

    @Test
    void ipv6Routes() {
        int br0 = 2;
        int h0 = 3;
        Route linkLocal = Route.to(IpPrefix.parse("fe80::/64"))
                .link(br0)
                .metric(256)
                .protocol(2)
                .build();
        assertThat(routes("routes-ipv6"))
                .containsExactlyInAnyOrder(
                        Route.to(IpPrefix.parse("fd00::/64"))
                                .link(br0)
                                .metric(256)
                                .protocol(2)
                                .build(),
                        Route.to(IpPrefix.parse("fd01::/32"))
                                .via(IpAddresses.parse("fd00::8"))
                                .link(br0)
                                .metric(7)
                                .build(),
                        linkLocal,
                        Route.to(IpPrefix.parse("fe80::/64"))
                                .link(h0)
                                .metric(256)
                                .protocol(2)
                                .build(),
                        Route.to(IpPrefix.parse("::/0"))
                                .via(IpAddresses.parse("fd00::7"))
                                .link(br0)
                                .metric(1024)
                                .build());
    }

    @Test
    void errors() {
        Acknowledgement tooSmall = new Acknowledgement(
                Errno.EINVAL.number(), "mtu less than device minimum", OptionalInt.empty(), OptionalInt.empty());
        assertThat(verdict("error-with-text")).isEqualTo(tooSmall);
        assertThat(verdict("error-with-request")).isEqualTo(tooSmall);
        assertThat(verdict("error-with-offset"))
                .isEqualTo(new Acknowledgement(
                        Errno.ERANGE.number(),
                        "Attribute failed policy validation",
                        OptionalInt.of(40),
                        OptionalInt.empty()));
        assertThat(verdict("error-at-end-of-dump").errno()).isEqualTo(Errno.ENODEV.number());
    }

    private static Acknowledgement verdict(String name) {
        List<NetlinkMessage> messages = Recorded.messages(name);
        assertThat(messages).hasSize(1);
        return Acknowledgement.of(messages.get(0));
    }

    private static List<Route> routes(String name) {
        return Recorded.messages(name).stream()
                .filter(message -> message.type() == RouteConstants.RTM_NEWROUTE)
                .flatMap(message -> RouteDecoder.decode(message.body()).stream())
                .toList();
    }

    private static LinkAddress address(String prefix) {
        return LinkAddress.of(IpPrefix.parse(prefix));
    }
}
