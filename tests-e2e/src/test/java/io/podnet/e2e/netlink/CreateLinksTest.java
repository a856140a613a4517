// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.MacAddress;
import io.podnet.netns.Link;
import io.podnet.netns.LinkFlag;
import io.podnet.netns.LinkName;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.LinkRequests;
import io.podnet.netns.linux.LinkSettings;
import io.podnet.netns.linux.MacvlanMode;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.VethPair;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.RequiresKernel;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Makes, changes and deletes links, and looks at them with iproute2. */
@OnPrivateHost
class CreateLinksTest {
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:07");

    private TestNetns host;
    private TestNetns pod;
    private LinkRequests links;

    @BeforeEach
    void makeNamespaces() throws Exception {
        host = TestNetns.create("alpha");
        pod = TestNetns.create("beta");
        links = host.rtnl.links();
    }

    @AfterEach
    void removeThem() {
        host.close();
        pod.close();
    }

    @Test
    void aVethWithItsPeerInAPodUnderItsFinalName() throws Exception {
        int bridge = links.createBridge(named("br0").mtu(1400).up());
        VethPair pair = links.createVeth(
                named("veth0").mtu(1400).master(bridge).up(),
                named("eth0").netns(pod.file).macAddress(MAC).mtu(1400).txQueueLength(77));
        pod.rtnl.links().set(pair.peerIndex(), new LinkSettings().up());

        var end = host.ip("link", "show", "veth0").path(0);
        assertThat(end.path("ifindex").asInt()).isEqualTo(pair.index());
        assertThat(end.path("master").asText()).isEqualTo("br0");
        assertThat(end.path("mtu").asInt()).isEqualTo(1400);
        assertThat(end.path("operstate").asText()).isEqualTo("UP");
        var peer = pod.ip("link", "show", "eth0").path(0);
        assertThat(peer.path("ifindex").asInt()).isEqualTo(pair.peerIndex());
        assertThat(peer.path("address").asText()).isEqualTo(MAC.toString());
        assertThat(peer.path("mtu").asInt()).isEqualTo(1400);
        assertThat(peer.path("txqlen").asInt()).isEqualTo(77);
        assertThat(peer.path("operstate").asText()).isEqualTo("UP");
        // Under that name from the start: the only links here are lo and this one.
        assertThat(pod.rtnl.links().list()).hasSize(2);
    }

    @Test
    void aBridgeAnIfbAndMacvlans() throws Exception {
        int bridge = links.createBridge(named("br0").macAddress(MAC));
        int ifb = links.createIfb(named("ifb7").mtu(1300).up());
        links.createMacvlan(named("mv0"), links.createBridge(named("br1")), MacvlanMode.PASSTHRU);
        MacAddress other = MacAddress.parse("02:00:00:00:00:08");
        links.createMacvlan(named("mv1").netns(pod.file).macAddress(other).up(), bridge, MacvlanMode.BRIDGE);

        assertThat(host.ip("link", "show", "br0").path(0).path("address").asText())
                .isEqualTo(MAC.toString());
        assertThat(host.link("ifb7").index()).isEqualTo(ifb);
        assertThat(host.ip("link", "show", "ifb7").path(0).path("mtu").asInt()).isEqualTo(1300);
        assertThat(mode(host, "mv0")).isEqualTo("passthru");
        assertThat(mode(pod, "mv1")).isEqualTo("bridge");
        Link away = pod.link("mv1");
        assertThat(away.macAddress()).contains(other);
        assertThat(away.peer()).hasValue(bridge);
        assertThat(away.peerNetnsId()).isEqualTo(pod.rtnl.netnsId(host.file)).isNotEmpty();
    }

    @Test
    @RequiresKernel(links = "dummy")
    void aDummy() {
        int index = links.createDummy(named("dummy7").mtu(1300));
        assertThat(host.link("dummy7").index()).isEqualTo(index);
        assertThat(host.link("dummy7").kind()).contains("dummy");
    }

    @Test
    void changesOfALink() throws Exception {
        int bridge = links.createBridge(named("br0"));
        int port = links.createVeth(named("veth0"), named("veth1")).index();

        links.set(port, new LinkSettings().up().promiscuous(true).master(bridge));
        assertThat(host.link("veth0").flags()).contains(LinkFlag.UP, LinkFlag.PROMISC);
        assertThat(host.ip("link", "show", "master", "br0")).hasSize(1);
        links.setHairpin(port, true);
        assertThat(hairpin()).isTrue();
        links.setHairpin(port, false);
        assertThat(hairpin()).isFalse();
        links.set(
                port,
                new LinkSettings()
                        .down()
                        .promiscuous(false)
                        .noMaster()
                        .mtu(1234)
                        .macAddress(MAC));
        Link changed = host.link("veth0");
        assertThat(changed.flags()).doesNotContain(LinkFlag.UP, LinkFlag.PROMISC);
        assertThat(changed.master()).isEmpty();
        assertThat(changed.mtu()).isEqualTo(1234);
        assertThat(changed.macAddress()).contains(MAC);
        links.set(port, new LinkSettings().name(LinkName.of("renamed")));
        assertThat(host.link("renamed").index()).isEqualTo(port);
        assertThat(host.rtnl.links().find(LinkName.of("veth0"))).isEmpty();

        links.set(port, new LinkSettings().netns(pod.file).name(LinkName.of("eth7")));
        assertThat(host.rtnl.links().find(port)).isEmpty();
        assertThat(pod.link("eth7").macAddress()).contains(MAC);
    }

    @Test
    void anMtuThatABridgeIsMadeWithDoesNotLast() throws Exception {
        int made = links.createBridge(named("br0").mtu(1300));
        int set = links.createBridge(named("br1"));
        links.set(set, new LinkSettings().mtu(1300));
        for (int bridge : new int[] {made, set}) {
            links.createVeth(named("veth" + bridge).mtu(1400).master(bridge), named("peer" + bridge));
        }
        assertThat(host.link("br0").mtu()).isEqualTo(1400);
        assertThat(host.link("br1").mtu()).isEqualTo(1300);
    }

    @Test
    void deletingAnEndDeletesTheOther() {
        VethPair pair = links.createVeth(named("veth0"), named("eth0").netns(pod.file));
        assertThat(pod.link("eth0").index()).isEqualTo(pair.peerIndex());

        links.delete(pair.index());

        assertThat(links.find(pair.index())).isEmpty();
        assertThat(pod.rtnl.links().find(LinkName.of("eth0"))).isEmpty();
        assertThatThrownBy(() -> links.delete(pair.index()))
                .isInstanceOfSatisfying(
                        NativeException.class,
                        e -> assertThat(e.is(Errno.ENODEV)).isTrue());
    }

    private static LinkSettings named(String name) {
        return LinkSettings.named(LinkName.of(name));
    }

    private static String mode(TestNetns netns, String name) throws Exception {
        return netns.ip("link", "show", name)
                .path(0)
                .path("linkinfo")
                .path("info_data")
                .path("mode")
                .asText();
    }

    private boolean hairpin() throws Exception {
        return StreamSupport.stream(host.ip("link", "show", "veth0").spliterator(), false)
                .anyMatch(link -> link.path("linkinfo")
                        .path("info_slave_data")
                        .path("hairpin")
                        .asBoolean());
    }
}
