// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.IpAddresses;
import io.podnet.base.Protocol;
import io.podnet.netns.linux.Connection;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.Netfilter;
import io.podnet.netns.linux.NftChain;
import io.podnet.netns.linux.NftChange;
import io.podnet.netns.linux.NftElement;
import io.podnet.netns.linux.NftFamily;
import io.podnet.netns.linux.NftRequests;
import io.podnet.netns.linux.NftRule;
import io.podnet.testkit.OnPrivateHost;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Looks at single rules, elements and connections that nft, iptables and sockets have made. */
@OnPrivateHost
class NetfilterTest {
    private static final InetAddress POD = IpAddresses.parse("10.9.0.2");

    private TestNetns netns;
    private Netfilter netfilter;

    @BeforeEach
    void makeANamespace() throws Exception {
        netns = TestNetns.create("alpha");
        netfilter = netns.place.call(Netfilter::open);
        netns.sh("ip link set lo up");
    }

    @AfterEach
    void removeIt() {
        netfilter.close();
        netns.close();
    }

    @Test
    void elementsWithTheirComments() {
        assertThat(comment(NftFamily.INET, "pods", POD)).isEmpty();
        netns.sh("""
                nft add table inet t
                nft 'add set inet t pods { type ipv4_addr; }'
                nft 'add set inet t pods6 { type ipv6_addr; }'
                nft 'add map inet t m { type ipv4_addr : inet_service; }'
                nft 'add element inet t pods { 10.9.0.2 comment "net pod eth0", 10.9.0.3 }'
                nft 'add element inet t pods6 { fd00::2 comment "six" }'
                nft 'add element inet t m { 10.9.0.2 comment "of a map" : 80 }'
                """);

        assertThat(comment(NftFamily.INET, "pods", POD)).contains("net pod eth0");
        assertThat(comment(NftFamily.INET, "pods", IpAddresses.parse("10.9.0.3")))
                .contains("");
        assertThat(comment(NftFamily.INET, "pods", IpAddresses.parse("10.9.0.4")))
                .isEmpty();
        assertThat(comment(NftFamily.INET, "pods6", IpAddresses.parse("fd00::2")))
                .contains("six");
        assertThat(comment(NftFamily.INET, "m", POD)).contains("of a map");
        assertThat(comment(NftFamily.INET, "nowhere", POD)).isEmpty();
        assertThat(comment(NftFamily.IP, "pods", POD)).isEmpty();
        // A port of a map, in network byte order, filled up to 4 bytes.
        assertThat(netfilter
                        .nftables()
                        .element(NftFamily.INET, "t", "m", POD.getAddress())
                        .orElseThrow()
                        .data())
                .isEqualTo(ByteBuffer.wrap(new byte[] {0, 80}));
    }

    private Optional<String> comment(NftFamily family, String set, InetAddress address) {
        return netfilter
                .nftables()
                .element(family, "t", set, address.getAddress())
                .map(NftElement::comment);
    }

    @Test
    void elementsAreChangedTogetherOrNotAtAll() {
        netns.sh("""
                nft add table inet t
                nft 'add set inet t pods { type ipv4_addr; }'
                nft 'add map inet t m { type inet_proto . inet_service : ipv4_addr . inet_service; }'
                """);
        NftRequests nft = netfilter.nftables();
        byte[] port = {6, 0, 0, 0, 0x1f, (byte) 0x90, 0, 0};
        NftChange pod = NftChange.create("t", "pods", POD.getAddress(), new byte[0], "net pod eth0");
        NftChange published = NftChange.create("t", "m", port, new byte[] {10, 9, 0, 2, 0, 80, 0, 0}, "net pod eth0");
        int generation = nft.generation();
        nft.change(NftFamily.INET, List.of(pod, published), generation);
        assertThat(nft.generation()).isEqualTo(generation + 1);
        netns.sh("nft list table inet t | grep -F '10.9.0.2 comment \"net pod eth0\"'");
        netns.sh("nft list table inet t | grep -F 'tcp . 8080 comment \"net pod eth0\" : 10.9.0.2 . 80'");

        NftChange other = NftChange.create("t", "pods", new byte[] {10, 9, 0, 3}, new byte[0], "");
        refuses(Errno.ERESTART, generation, other);
        refuses(Errno.EEXIST, generation + 1, other, published);
        refuses(Errno.EEXIST, 0, published, other);
        refuses(Errno.ENOENT, 0, other, NftChange.delete("t", "pods", new byte[] {10, 9, 0, 4}));
        refuses(Errno.ENOENT, 0, NftChange.create("t", "nowhere", new byte[4], new byte[0], ""));
        assertThat(nft.element(NftFamily.INET, "t", "pods", other.key())).isEmpty();
        assertThatThrownBy(
                        () -> nft.change(NftFamily.INET, Collections.nCopies(NftRequests.MOST_CHANGES + 1, other), 0))
                .isInstanceOf(IllegalArgumentException.class);

        // As many as there may be, in place of what was there.
        List<NftChange> all = new ArrayList<>();
        all.add(NftChange.delete("t", "pods", pod.key()));
        all.add(NftChange.delete("t", "m", port));
        for (byte i = 2; all.size() < NftRequests.MOST_CHANGES; i++) {
            all.add(NftChange.create("t", "pods", new byte[] {10, 9, 0, i}, new byte[0], "x".repeat(127)));
        }
        nft.change(NftFamily.INET, all, 0);
        assertThat(comment(NftFamily.INET, "pods", POD)).contains("x".repeat(127));
        assertThat(nft.element(NftFamily.INET, "t", "m", port)).isEmpty();
        netns.sh("nft list table inet t | grep -F '10.9.0.63 comment'");
    }

    private void refuses(Errno errno, int generation, NftChange... changes) {
        assertThatExceptionOfType(NativeException.class)
                .isThrownBy(() -> netfilter.nftables().change(NftFamily.INET, List.of(changes), generation))
                .matches(e -> e.is(errno));
    }

    @Test
    void chainsAndRulesOfIptables() {
        NftRequests nft = netfilter.nftables();
        assertThat(nft.chain(NftFamily.IP, "filter", "FORWARD")).isEmpty();
        assertThat(nft.rules(NftFamily.IP, "filter", "FORWARD")).isEmpty();
        netns.sh("""
                iptables -P FORWARD DROP
                iptables -N CNI-FORWARD
                iptables -A FORWARD -m comment --comment 'CNI firewall plugin rules' -j CNI-FORWARD
                iptables -A CNI-FORWARD -d 10.9.0.2/32 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
                iptables -A CNI-FORWARD -s 10.9.0.2/32 -j ACCEPT
                iptables -A CNI-FORWARD -s 10.9.0.3/32 -j ACCEPT
                ip6tables -A FORWARD -s fd00::2 -j ACCEPT
                """);

        assertThat(nft.chain(NftFamily.IP, "filter", "FORWARD")).contains(new NftChain("FORWARD", true));
        assertThat(nft.chain(NftFamily.IP, "filter", "CNI-FORWARD")).contains(new NftChain("CNI-FORWARD", false));
        assertThat(nft.chain(NftFamily.IP6, "filter", "FORWARD")).contains(new NftChain("FORWARD", false));
        assertThat(nft.rules(NftFamily.IP, "filter", "FORWARD"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.target()).contains("CNI-FORWARD"));
        List<NftRule> rules = nft.rules(NftFamily.IP, "filter", "CNI-FORWARD");
        assertThat(rules).extracting(rule -> rule.names(POD)).containsExactly(true, true, false);
        assertThat(rules).allSatisfy(rule -> assertThat(rule.target()).isEmpty());
        assertThat(nft.rules(NftFamily.IP6, "filter", "FORWARD"))
                .singleElement()
                .satisfies(rule ->
                        assertThat(rule.names(IpAddresses.parse("fd00::2"))).isTrue());
        // By its handle a rule can be deleted.
        netns.sh("nft delete rule ip filter CNI-FORWARD handle " + rules.get(0).handle());
        assertThat(nft.rules(NftFamily.IP, "filter", "CNI-FORWARD")).isEqualTo(rules.subList(1, 3));
    }

    @Test
    void connectionsAreForgotten() throws Exception {
        // Something has to want connections tracked.
        netns.sh("nft add table inet t; nft 'add chain inet t o { type filter hook output priority 0; }';"
                + " nft add rule inet t o ct state new");
        for (String host : List.of("127.0.0.1", "::1")) {
            boolean ipv4 = !host.contains(":");
            InetAddress address = IpAddresses.parse(host);
            netns.place.call(() -> {
                try (DatagramSocket one = new DatagramSocket(new InetSocketAddress(address, 5001));
                        DatagramSocket two = new DatagramSocket(new InetSocketAddress(address, 5002))) {
                    for (int port : new int[] {7001, 7002}) {
                        one.send(new DatagramPacket(new byte[1], 1, new InetSocketAddress(address, port)));
                        two.send(new DatagramPacket(new byte[1], 1, new InetSocketAddress(address, port)));
                    }
                }
                return true;
            });

            assertThat(netfilter.connections().list(ipv4, Protocol.UDP))
                    .hasSize(4)
                    .contains(new Connection(
                            Protocol.UDP,
                            new Connection.Direction(address, 5001, address, 7002),
                            new Connection.Direction(address, 7002, address, 5001)));
            assertThat(netfilter.connections().list(ipv4, Protocol.TCP)).isEmpty();
            assertThat(netfilter
                            .connections()
                            .forget(ipv4, Protocol.UDP, each -> each.original().destinationPort() == 7001))
                    .isEqualTo(2);
            assertThat(netfilter.connections().list(ipv4, Protocol.UDP))
                    .extracting(each -> each.original().destinationPort())
                    .containsOnly(7002);
            assertThat(netfilter.connections().forget(ipv4, Protocol.UDP, each -> true))
                    .isEqualTo(2);
            assertThat(netfilter.connections().list(ipv4, Protocol.UDP)).isEmpty();
        }
    }
}
