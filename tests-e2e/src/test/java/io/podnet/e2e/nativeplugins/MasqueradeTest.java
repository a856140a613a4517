// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.IpPrefix;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVerb;
import io.podnet.cni.nativeplugins.NativePlugins;
import io.podnet.cni.nativeplugins.internal.firewall.HostFirewall;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import io.podnet.e2e.nativeplugins.PodsOnABridge.Pod;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Place;
import io.podnet.testkit.PrivateHost;
import io.podnet.testkit.TestServer;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What pods send bears the host's address outside of their network, and only there. */
@OnPrivateHost
@LeavesKeptSockets
class MasqueradeTest {
    private final ChainedPlugin masquerade = ChainedPlugin.ours(
            NativePlugins.builder().plugins(List.of(new Masquerade())).build());
    private PodsOnABridge bridge;
    private Pod one;
    private Pod two;

    /** What bridge and ptp do for {@code ipMasq}. */
    private static final class Masquerade implements NativePlugin {
        private final HostFirewall firewall = HostFirewall.find().orElseThrow();

        @Override
        public String type() {
            return "masquerade";
        }

        @Override
        public Set<String> keys() {
            return Set.of();
        }

        @Override
        public CniResult add(NativeCall call) {
            firewall.masquerade(call, addresses(call));
            return call.prevResult().orElseThrow();
        }

        @Override
        public void check(NativeCall call) {
            firewall.check(call, addresses(call));
        }

        @Override
        public void delete(NativeCall call) {
            firewall.unmasquerade(call, addresses(call));
        }

        @Override
        public void gc(NativeCall call) {
            firewall.gc(call);
        }

        private static List<IpPrefix> addresses(NativeCall call) {
            return call.prevResult().stream()
                    .flatMap(result -> result.ips().stream())
                    .map(CniIp::address)
                    .toList();
        }
    }

    @BeforeEach
    void makePods() {
        bridge = new PodsOnABridge();
        one = bridge.add("one", 2);
        two = bridge.add("two", 3);
    }

    @AfterEach
    void removeAll() throws Exception {
        bridge.close();
        gc();
        assertThat(table()).isEmpty();
    }

    @Test
    void outsideItIsTheHostsAddressAndInsideThePodsOwn() throws Exception {
        call(CniVerb.ADD, "first", one.result());
        call(CniVerb.ADD, "second", two.result());
        call(CniVerb.CHECK, "first", one.result());
        try (TestServer outside = Place.outside().serveTcp(7);
                TestServer udp = Place.outside().serveUdp(PrivateHost.GATEWAY_IPV4, 7);
                TestServer neighbour = two.place().serveTcp(7)) {
            assertThat(asker(PrivateHost.GATEWAY_IPV4)).isEqualTo(PrivateHost.IPV4);
            assertThat(asker(PrivateHost.GATEWAY_IPV6)).isEqualTo("2001:db8:113:0:0:0:0:2");
            assertThat(one.place()
                            .askUdp(PrivateHost.GATEWAY_IPV4, 7, "hello")
                            .asker()
                            .getHostAddress())
                    .isEqualTo(PrivateHost.IPV4);
            assertThat(asker(two.ipv4())).isEqualTo(one.ipv4());
            // By the host to a neighbour, as if it were a network of its own links.
            one.place()
                    .run("ip", "route", "add", two.ipv4() + "/32", "via", PodsOnABridge.GATEWAY)
                    .succeeded();
            assertThat(asker(two.ipv4())).isEqualTo(one.ipv4());
        }
        call(CniVerb.DEL, "first", one.result());
        try (TestServer outside = Place.outside().serveTcp(7)) {
            assertThatThrownBy(() -> asker(PrivateHost.GATEWAY_IPV4)).isInstanceOf(IOException.class);
        }
        assertThat(masquerade
                        .call(CniVerb.CHECK, "masquerade", "first", one.netns(), config(one.result()))
                        .stdout())
                .contains("10.88.0.2 is not masqueraded");
        assertThat(table()).contains("net second eth0").doesNotContain("net first eth0");
        call(CniVerb.DEL, "second", two.result());
    }

    @Test
    void aBridgeThatFailsTakesNothingFromWhoHasTheAddress() throws Exception {
        ChainedPlugin plugins = ChainedPlugin.ours(NativePlugins.builder().build());
        Plugins.namespace("third");
        Plugins.namespace("fourth");
        try {
            plugins.call(CniVerb.ADD, "bridge", "third", file("third"), bridge(""))
                    .succeeded();
            ChainedPlugin.Reply reply = plugins.call(
                    CniVerb.ADD,
                    "bridge",
                    "fourth",
                    file("fourth"),
                    bridge("{\"dst\": \"10.99.0.0/16\", \"gw\": \"192.0.2.1\"}"));
            assertThat(reply.exit()).isNotZero();
            assertThat(reply.stdout()).contains("invalid gateway");
            assertThat(table()).contains("10.98.0.2 comment \"net third eth0\"").doesNotContain("net fourth eth0");
        } finally {
            for (String pod : List.of("fourth", "third")) {
                plugins.call(CniVerb.DEL, "bridge", pod, file(pod), bridge(""));
                Plugins.remove(pod);
            }
            PodsOnABridge.sh("ip link delete masq0");
        }
    }

    private static String file(String pod) {
        return Plugins.file(pod).toString();
    }

    private static String bridge(String route) {
        return """
                {"cniVersion": "1.0.0", "name": "net", "type": "bridge", "bridge": "masq0", "ipMasq": true,
                 "ipam": {"type": "static", "addresses": [{"address": "10.98.0.2/24"}], "routes": [%s]}}
                """.formatted(route);
    }

    @Test
    void anAddressChangesHands() throws Exception {
        call(CniVerb.ADD, "first", one.result());
        call(CniVerb.ADD, "second", one.result());
        assertThat(table()).contains("net second eth0").doesNotContain("net first eth0");
        call(CniVerb.DEL, "first", one.result());
        assertThat(table()).contains("net second eth0");
        // Twice is as once, and without a result it is found by its owner.
        call(CniVerb.ADD, "second", one.result());
        call(CniVerb.DEL, "second", "null");
        assertThat(table()).doesNotContain("comment");
    }

    @Test
    void subnetsMayOverlap() throws Exception {
        call(CniVerb.ADD, "first", one.result().replace("/16", "/24"));
        assertThat(table()).contains("10.88.0.0/24 . 10.88.0.0/24");
        call(CniVerb.ADD, "second", two.result());
        assertThat(table()).contains("10.88.0.0/16 . 10.88.0.0/16").doesNotContain("10.88.0.0/24");
        call(CniVerb.ADD, "third", two.result().replace("10.88.0.3/16", "10.88.7.1/24"));
        call(CniVerb.ADD, "alone", two.result().replace("10.88.0.3/16", "10.99.7.1/32"));
        assertThat(table()).doesNotContain("10.88.7.0/24", "10.99.7.1 . ");
    }

    @Test
    void whatTheReferencePluginHasSetGoesToo() throws Exception {
        // What bridge 1.1.1 does, by its own names.
        String network = "net" + "first";
        String chain = "CNI-"
                + Place.host()
                        .run("sh", "-c", "printf %s " + network + " | sha512sum | cut -c1-24")
                        .succeeded()
                        .stdout()
                        .strip();
        PodsOnABridge.sh("""
                for ipt in iptables ip6tables; do
                    $ipt -t nat -N %1$s
                    $ipt -t nat -A %1$s -j ACCEPT
                    $ipt -t nat -A POSTROUTING -m comment --comment 'name: "net" id: "first"' -j %1$s
                    $ipt -t nat -A POSTROUTING -m comment --comment 'of others'
                done
                """.formatted(chain));

        call(CniVerb.DEL, "first", one.result());

        String rules = PodsOnABridge.sh("iptables -t nat -S; ip6tables -t nat -S");
        assertThat(rules).doesNotContain(chain).contains("of others");
        PodsOnABridge.sh("iptables -t nat -F POSTROUTING; ip6tables -t nat -F POSTROUTING");
    }

    private String asker(String address) throws IOException {
        return one.place().askTcp(address, 7, "hello").asker().getHostAddress();
    }

    private void call(CniVerb verb, String container, String result) throws Exception {
        masquerade
                .call(verb, "masquerade", container, one.netns(), config(result))
                .succeeded();
    }

    private void gc() throws Exception {
        String config = config("null").replace("1.0.0", "1.1.0").replace(",\"prevResult\":null", "");
        masquerade.call(CniVerb.GC, "masquerade", "", "", config).succeeded();
    }

    private static String config(String result) {
        return "{\"cniVersion\":\"1.0.0\",\"name\":\"net\",\"type\":\"masquerade\",\"prevResult\":" + result + "}";
    }

    private static String table() {
        return Place.host().run("nft", "list", "table", "inet", "podnet").stdout();
    }
}
