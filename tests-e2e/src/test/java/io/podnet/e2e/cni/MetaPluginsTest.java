// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.MacAddress;
import io.podnet.base.PortMapping;
import io.podnet.cni.Attachment;
import io.podnet.cni.Bandwidth;
import io.podnet.cni.CniResult;
import io.podnet.cni.NetworkConfigList;
import io.podnet.testkit.Answer;
import io.podnet.testkit.Facet;
import io.podnet.testkit.LeavesBehind;
import io.podnet.testkit.Place;
import io.podnet.testkit.PrivateHost;
import io.podnet.testkit.RequiresKernel;
import io.podnet.testkit.TestServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The plugins of the distribution that change an interface which another one has made, each from ADD to nothing left. */
@LeavesBehind(in = Facet.FILES, matching = "/run/cni/(tuning/)?", because = "tuning keeps the directory of its backups")
class MetaPluginsTest extends PluginFixture {
    private final Place outside = Place.outside();

    @AfterEach
    void forwardAgain() {
        host.run("iptables", "-P", "FORWARD", "ACCEPT").succeeded();
    }

    @Test
    void tuningSetsWhatItIsTold() throws Exception {
        String tuning =
                "{\"type\":\"tuning\",\"capabilities\":{\"mac\":true},\"mtu\":1380,\"promisc\":true,\"allmulti\":true,"
                        + "\"sysctl\":{\"net.ipv4.conf.eth0.arp_filter\":\"1\",\"net.ipv4.ip_unprivileged_port_start\":\"79\"}}";
        Attachment attachment =
                eth0().mac(MacAddress.parse("02:11:22:33:44:55")).build();
        attachAndDetach(network(BRIDGE, tuning), attachment, result -> {
            assertThat(pod.run("ip", "link", "show", "eth0").succeeded().stdout())
                    .contains("mtu 1380", "PROMISC", "ALLMULTI", "02:11:22:33:44:55");
            assertThat(result.interfaces()).anyMatch(each -> each.mac().contains("02:11:22:33:44:55"));
            assertThat(pod.run("sysctl", "-n", "net.ipv4.conf.eth0.arp_filter", "net.ipv4.ip_unprivileged_port_start")
                            .lines())
                    .containsExactly("1", "79");
            assertThat(host.run("sysctl", "-n", "net.ipv4.ip_unprivileged_port_start")
                            .stdout())
                    .isNotEqualTo("0\t7\n");
            assertThat(files("/run/cni/tuning")).containsExactly("c0ffee_eth0.json");
        });
        assertThat(files("/run/cni/tuning")).isEmpty();
    }

    @Test
    void bandwidthLimitsBothDirections() throws Exception {
        String bandwidth = "{\"type\":\"bandwidth\",\"capabilities\":{\"bandwidth\":true}}";
        // Bits a second, and bits: 250 kB a second after the first 20 kB.
        Attachment limited = eth0().bandwidth(new Bandwidth(2_000_000, 160_000, 2_000_000, 160_000))
                .build();
        int bytes = 200_000;
        // The link's own rate is far above; less than the limit asks for, since clocks and buckets are not exact.
        Duration least = Duration.ofMillis(500);
        attachAndDetach(network(PTP, bandwidth), limited, result -> {
            assertThat(Transfer.of(bytes, host, pod, ipv4(result))).isGreaterThan(least);
            assertThat(Transfer.of(bytes, pod, host, "10.7.0.1")).isGreaterThan(least);
            // What the pod sends goes through a device of its own, which the limit is on.
            assertThat(host.run("tc", "-s", "qdisc", "show").succeeded().stdout())
                    .containsPattern("qdisc tbf 1: dev bwp[0-9a-f]{12} root .* rate 2Mbit.*\n Sent \\d{6,} bytes");
        });
    }

    /** The same transfers show that it is not the link that is slow. */
    @Test
    void withoutLimitsNothingIsLimited() throws Exception {
        NetworkConfigList network = network(PTP, "{\"type\":\"bandwidth\",\"capabilities\":{\"bandwidth\":true}}");
        Attachment attachment = eth0().build();
        CniResult result = cni.add(network, attachment);
        try {
            // A busy machine may stop one of them, not three in a row.
            Duration fastest = Duration.ofDays(1);
            for (int i = 0; i < 3; i++) {
                fastest = Collections.min(List.of(fastest, Transfer.of(200_000, host, pod, ipv4(result))));
            }
            assertThat(fastest).isLessThan(Duration.ofMillis(500));
            assertThat(host.run("tc", "qdisc", "show").stdout()).doesNotContain("tbf");
            // A flaw of the plugin, which crashes without limits; what it said last is not lost.
            assertThatThrownBy(() -> cni.check(network, attachment))
                    .hasMessageContaining("plugin type=\"bandwidth\" failed (check): netplugin failed: \"panic: ");
        } finally {
            cni.delete(network, attachment);
        }
        assertNothingIsKept();
    }

    /**
     * A pod with two interfaces answers on the second one what came in there, although its default route leads out of
     * the first.
     */
    @Test
    void sbrAnswersFromWhereTheQuestionCame() throws Exception {
        NetworkConfigList second = named(
                "second",
                "{\"type\":\"macvlan\",\"master\":\"eth0\",\"ipam\":{\"type\":\"static\",\"addresses\":["
                        + "{\"address\":\"203.0.113.77/24\",\"gateway\":\"203.0.113.1\"}]}}",
                "{\"type\":\"sbr\"}");
        Attachment eth1 = eth0().ifName("eth1").build();
        NetworkConfigList first = network(PTP);
        cni.add(first, eth0().build());
        String before = inside();
        cni.add(second, eth1);
        assertThat(pod.run("ip", "rule").stdout()).contains("from 203.0.113.77 lookup 100");
        try (TestServer server = pod.serveTcp(80);
                TestServer away = outside.serveTcp(7000)) {
            assertThat(outside.askTcp("203.0.113.77", 80, "here").text()).isEqualTo("here");
            assertThat(pod.askTcp(PrivateHost.OUTSIDE_IPV4, 7000, "out").asker().getHostAddress())
                    .isEqualTo(PrivateHost.IPV4);
        }
        // sbr moves the routes into a table of its own, where the plugin before it does not look: a flaw of the
        // plugins.
        assertThatThrownBy(() -> cni.check(second, eth1))
                .hasMessageContaining("plugin type=\"macvlan\" failed (check)")
                .hasMessageContaining("Failed to find Gateway");
        cni.delete(second, eth1);
        assertThat(inside()).isEqualTo(before);
        cni.check(first, eth0().build());
        cni.delete(first, eth0().build());
        assertNothingIsKept();
    }

    @Test
    @RequiresKernel(links = "vrf")
    void vrfPutsTheInterfaceIntoADomainOfItsOwn() throws Exception {
        attachAndDetach(network(BRIDGE, "{\"type\":\"vrf\",\"vrfname\":\"red\"}"), eth0().build(), result -> {
            assertThat(pod.run("ip", "link", "show", "master", "red").stdout()).contains("eth0");
        });
    }

    @Test
    void firewallLetsAPodThroughWhereAllElseIsDropped() throws Exception {
        host.run("iptables", "-P", "FORWARD", "DROP").succeeded();
        try (TestServer server = outside.serveTcp(7000)) {
            attachAndDetach(
                    network(BRIDGE, FIREWALL),
                    eth0().build(),
                    result -> assertThat(pod.askTcp(PrivateHost.OUTSIDE_IPV4, 7000, "out")
                                    .asker()
                                    .getHostAddress())
                            .isEqualTo(PrivateHost.IPV4));
            attachAndDetach(
                    network(BRIDGE),
                    eth0().build(),
                    result -> assertThatThrownBy(() -> pod.askTcp(PrivateHost.OUTSIDE_IPV4, 7000, "out"))
                            .isInstanceOf(IOException.class));
        }
    }

    @Test
    void portmapPublishesForBothProtocolsAndFamilies() throws Exception {
        Attachment published = eth0().portMappings(
                        List.of(PortMapping.tcp(8080, 80), PortMapping.parse("8053:53/udp"), PortMapping.tcp(9000, 90)))
                .build();
        attachAndDetach(network(BRIDGE, PORTMAP, FIREWALL), published, result -> {
            try (TestServer tcp = pod.serveTcp(80);
                    TestServer other = pod.serveTcp(90);
                    TestServer udp = pod.serveUdp(ipv4(result), 53)) {
                Answer answer = outside.askTcp(PrivateHost.IPV4, 8080, "v4");
                assertThat(answer.server()).isEqualTo(pod.toString());
                assertThat(outside.askTcp(PrivateHost.IPV6, 8080, "v6").text()).isEqualTo("v6");
                assertThat(outside.askTcp(PrivateHost.IPV4, 9000, "other").text())
                        .isEqualTo("other");
                assertThat(outside.askUdp(PrivateHost.IPV4, 8053, "udp").text()).isEqualTo("udp");
                assertThat(host.askTcp("127.0.0.1", 8080, "loopback").text()).isEqualTo("loopback");
            }
        });
    }
}
