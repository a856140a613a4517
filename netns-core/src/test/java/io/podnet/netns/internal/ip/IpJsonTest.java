// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal.ip;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.base.MacAddress;
import io.podnet.netns.AddressFlag;
import io.podnet.netns.Link;
import io.podnet.netns.LinkAddress;
import io.podnet.netns.LinkFlag;
import io.podnet.netns.LinkStatistics;
import io.podnet.netns.OperationalState;
import io.podnet.netns.Route;
import io.podnet.netns.RouteScope;
import io.podnet.netns.RouteType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What iproute2 6.1 prints with -Numeric -details -statistics -json, shortened. */
class IpJsonTest {
    private static final Map<String, Integer> INDEXES = Map.of("pa", 3, "pb", 2, "br0", 4);

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }

    @Test
    void readsAPortOfABridge() throws Exception {
        Link link = IpJson.link(
                json(
                        "{'ifindex':3,'link':'pb','ifname':'pa','flags':['BROADCAST','MULTICAST','UP','LOWER_UP'],'mtu':1500,"
                                        .replace('\'', '"')
                                + "'master':'br0','operstate':'UP','link_type':'[1]','address':'92:d9:0d:64:f2:1d',"
                                        .replace('\'', '"')
                                + "'linkinfo':{'info_kind':'veth','info_slave_kind':'bridge'}}".replace('\'', '"')),
                INDEXES);

        assertThat(link.index()).isEqualTo(3);
        assertThat(link.kind()).contains("veth");
        assertThat(link.macAddress()).contains(MacAddress.parse("92:d9:0d:64:f2:1d"));
        assertThat(link.flags())
                .containsExactlyInAnyOrder(
                        LinkFlag.BROADCAST, LinkFlag.MULTICAST, LinkFlag.UP, LinkFlag.LOWER_UP, LinkFlag.RUNNING);
        assertThat(link.state()).isEqualTo(OperationalState.UP);
        assertThat(link.peer()).hasValue(2);
        assertThat(link.peerNetnsId()).isEmpty();
        assertThat(link.master()).hasValue(4);
    }

    @Test
    void readsAVethWhosePeerIsElsewhere() throws Exception {
        Link link = IpJson.link(json("""
                        {"ifindex":2,"link_index":7,"ifname":"v0","flags":["NO-CARRIER","BROADCAST","UP"],"mtu":1400,
                         "operstate":"LOWERLAYERDOWN","link_netnsid":5,"linkinfo":{"info_kind":"veth"}}"""), INDEXES);

        assertThat(link.peer()).hasValue(7);
        assertThat(link.peerNetnsId()).hasValue(5);
        assertThat(link.flags()).containsExactlyInAnyOrder(LinkFlag.UP, LinkFlag.BROADCAST);
        assertThat(link.state()).isEqualTo(OperationalState.LOWER_LAYER_DOWN);
    }

    @Test
    void aPeerInANamespaceWithoutANumberIsUnknown() throws Exception {
        Link link = IpJson.link(json("{\"ifindex\":2,\"link_index\":7,\"ifname\":\"v0\",\"mtu\":1}"), INDEXES);

        assertThat(link.peerNetnsId()).hasValue(-1);
        assertThat(link.kind()).isEmpty();
        assertThat(link.macAddress()).isEmpty();
        assertThat(link.state()).isEqualTo(OperationalState.UNKNOWN);
    }

    @Test
    void readsAddresses() throws Exception {
        assertThat(IpJson.address(json("""
                        {"family":"inet","local":"10.0.0.1","prefixlen":24,"broadcast":"10.0.0.255","scope":"0",
                         "label":"pb","valid_life_time":4294967295}""")))
                .isEqualTo(LinkAddress.of(IpPrefix.parse("10.0.0.1/24"))
                        .withBroadcast(IpAddresses.parse("10.0.0.255"))
                        .withFlags(AddressFlag.PERMANENT));
        assertThat(IpJson.address(json("""
                        {"family":"inet","local":"10.9.9.1","address":"10.9.9.2","prefixlen":30,"scope":"253"}""")))
                .isEqualTo(LinkAddress.of(IpPrefix.parse("10.9.9.1/30"))
                        .withPeer(IpAddresses.parse("10.9.9.2"))
                        .withScope(RouteScope.LINK)
                        .withFlags(AddressFlag.PERMANENT));
        assertThat(IpJson.address(json("""
                        {"family":"inet6","local":"fd00::1","prefixlen":64,"scope":"0","nodad":true,"tentative":true,
                         "dynamic":true,"mngtmpaddr":true,"noprefixroute":true}""")).flags())
                .containsExactlyInAnyOrder(
                        AddressFlag.NODAD,
                        AddressFlag.TENTATIVE,
                        AddressFlag.MANAGETEMPADDR,
                        AddressFlag.NOPREFIXROUTE);
    }

    @Test
    void readsStatistics() throws Exception {
        assertThat(IpJson.statistics(json("""
                        {"stats64":{"rx":{"bytes":5000000000,"packets":2,"errors":3,"dropped":4},
                                    "tx":{"bytes":5,"packets":6,"errors":7,"dropped":8}}}"""))).isEqualTo(new LinkStatistics(5_000_000_000L, 2, 3, 4, 5, 6, 7, 8));
        assertThat(IpJson.statistics(json("{}"))).isEqualTo(LinkStatistics.NONE);
    }

    @Test
    void readsRoutesAndWritesThemBack() throws Exception {
        Route route = IpRoutes.read(json("""
                        {"type":"1","dst":"default","gateway":"10.0.0.2","dev":"pb","protocol":"3","scope":"0",
                         "prefsrc":"10.0.0.1","metric":7,"flags":["onlink"],"metrics":[{"mtu":1400,"advmss":1300}]}"""), true, INDEXES);

        assertThat(route)
                .isEqualTo(Route.to(IpPrefix.parse("0.0.0.0/0"))
                        .via(IpAddresses.parse("10.0.0.2"))
                        .link(2)
                        .source(IpAddresses.parse("10.0.0.1"))
                        .metric(7)
                        .mtu(1400)
                        .advertisedMss(1300)
                        .onLink()
                        .build());
        assertThat(String.join(" ", IpRoutes.arguments(route, Map.of(2, "pb"), true)))
                .isEqualTo("0.0.0.0/0 via 10.0.0.2 dev pb onlink src 10.0.0.1 scope 0 table 254 metric 7 protocol 3"
                        + " mtu 1400 advmss 1300");
    }

    @Test
    void readsRoutesOfOtherKinds() throws Exception {
        Route blackhole = IpRoutes.read(
                json("{\"type\":\"6\",\"dst\":\"10.44.0.0/16\",\"protocol\":\"3\",\"scope\":\"0\"}"), true, INDEXES);
        assertThat(blackhole.type()).isEqualTo(RouteType.BLACKHOLE);
        assertThat(IpRoutes.arguments(blackhole, Map.of(), false)).startsWith("blackhole", "10.44.0.0/16");

        Route host = IpRoutes.read(
                json("{\"dst\":\"10.66.0.1\",\"via\":{\"family\":\"inet6\",\"host\":\"fd00::9\"},\"dev\":\"pb\"}"),
                true,
                INDEXES);
        assertThat(host.destination()).isEqualTo(IpPrefix.parse("10.66.0.1/32"));
        assertThat(host.gateway()).contains(IpAddresses.parse("fd00::9"));
        assertThat(String.join(" ", IpRoutes.arguments(host, Map.of(), true)))
                .startsWith("10.66.0.1/32 via inet6 fd00::9 dev if2 ");

        Route multipath = IpRoutes.read(json("""
                        {"type":"1","dst":"10.3.0.0/16","protocol":"3","scope":"0","nexthops":[
                          {"gateway":"10.0.0.3","dev":"pb","weight":2},{"gateway":"10.0.0.4","dev":"pb","weight":1}]}"""), true, INDEXES);
        assertThat(multipath.nextHops()).hasSize(2);
        assertThat(List.copyOf(IpRoutes.arguments(multipath, Map.of(2, "pb"), false)))
                .containsSubsequence("nexthop", "via", "10.0.0.3", "dev", "pb", "weight", "2", "nexthop");

        assertThat(IpRoutes.read(json("{\"dst\":\"default\",\"dev\":\"pb\"}"), false, INDEXES)
                        .destination())
                .isEqualTo(IpPrefix.parse("::/0"));
    }
}
