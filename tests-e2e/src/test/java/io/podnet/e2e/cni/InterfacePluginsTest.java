// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.podnet.base.IpPrefix;
import io.podnet.base.MacAddress;
import io.podnet.cni.Attachment;
import io.podnet.cni.CniException;
import io.podnet.cni.CniResult;
import io.podnet.cni.NetworkConfigList;
import io.podnet.testkit.Answer;
import io.podnet.testkit.Place;
import io.podnet.testkit.PrivateHost;
import io.podnet.testkit.RequiresKernel;
import io.podnet.testkit.TestServer;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugins of the distribution that give a pod an interface, each from ADD to nothing left. */
class InterfacePluginsTest extends PluginFixture {
    private static final String ON_THE_LINK_IPV4 = "203.0.113.77";
    private static final String ON_THE_LINK_IPV6 = "2001:db8:113::77";

    /** An address of the link to the outside, as a machine beside the host would have. */
    private static final String STATIC = "\"ipam\":{\"type\":\"static\",\"addresses\":["
            + "{\"address\":\"203.0.113.77/24\",\"gateway\":\"203.0.113.1\"},"
            + "{\"address\":\"2001:db8:113::77/64\",\"gateway\":\"2001:db8:113::1\"}],"
            + "\"routes\":[{\"dst\":\"0.0.0.0/0\"},{\"dst\":\"::/0\"}]},"
            + "\"dns\":{\"nameservers\":[\"203.0.113.1\"],\"search\":[\"outside.example\"]}";

    private final Place outside = Place.outside();

    @ParameterizedTest
    @ValueSource(strings = {BRIDGE, PTP})
    void aTranslatedPodReachesTheOutsideAndIsReachedByTheHost(String plugin) throws Exception {
        attachAndDetach(network(plugin), eth0().build(), result -> {
            assertThat(leases()).containsExactly(ipv4(result), ipv6(result));
            assertAsks(pod, outside, PrivateHost.OUTSIDE_IPV4, PrivateHost.IPV4);
            assertAsks(pod, outside, PrivateHost.OUTSIDE_IPV6, PrivateHost.IPV6);
            try (TestServer server = pod.serveTcp(80)) {
                assertThat(host.askTcp(ipv4(result), 80, "v4").text()).isEqualTo("v4");
                assertThat(host.askTcp(ipv6(result), 80, "v6").text()).isEqualTo("v6");
            }
        });
    }

    /** No address is translated here: the pod is on the link itself. */
    @Test
    void macvlanAndStaticPutAPodOnTheLinkOfTheHost() throws Exception {
        attachAndDetach(
                network("{\"type\":\"macvlan\",\"master\":\"eth0\"," + STATIC + "}"), eth0().build(), result -> {
                    assertIsOnTheLink(result);
                    assertThat(pod.run("ip", "-details", "link", "show", "eth0").stdout())
                            .contains("macvlan mode bridge");
                });
    }

    @Test
    @RequiresKernel(links = "ipvlan")
    void ipvlanAndStaticPutAPodOnTheLinkOfTheHost() throws Exception {
        attachAndDetach(network("{\"type\":\"ipvlan\",\"master\":\"eth0\"," + STATIC + "}"), eth0().build(), result -> {
            assertIsOnTheLink(result);
            assertThat(pod.run("ip", "-details", "link", "show", "eth0").stdout())
                    .contains("ipvlan  mode l2");
        });
    }

    private void assertIsOnTheLink(CniResult result) throws Exception {
        assertThat(result.dns().nameservers()).containsExactly("203.0.113.1");
        assertThat(result.dns().search()).containsExactly("outside.example");
        assertAsks(pod, outside, PrivateHost.OUTSIDE_IPV4, ON_THE_LINK_IPV4);
        assertAsks(pod, outside, PrivateHost.OUTSIDE_IPV6, ON_THE_LINK_IPV6);
        assertAsks(outside, pod, ON_THE_LINK_IPV4, PrivateHost.GATEWAY_IPV4);
    }

    @Test
    @RequiresKernel(links = "vlan")
    void vlanPutsAPodIntoATaggedNetwork() throws Exception {
        outside.run("ip", "link", "add", "link", "eth0", "name", "eth0.5", "type", "vlan", "id", "5")
                .succeeded();
        try {
            outside.run("ip", "link", "set", "eth0.5", "up").succeeded();
            outside.run("ip", "address", "add", "10.55.0.1/24", "dev", "eth0.5").succeeded();
            String vlan = "{\"type\":\"vlan\",\"master\":\"eth0\",\"vlanId\":5,"
                    + "\"ipam\":{\"type\":\"static\",\"addresses\":[{\"address\":\"10.55.0.2/24\"}]}}";
            attachAndDetach(
                    network(vlan), eth0().build(), result -> assertAsks(pod, outside, "10.55.0.1", "10.55.0.2"));
        } finally {
            outside.run("ip", "link", "del", "eth0.5");
        }
    }

    @Test
    void hostDeviceLendsADeviceOfTheHostAndGivesItBack() throws Exception {
        host.run("ip", "link", "add", "card0", "type", "veth", "peer", "name", "wire0")
                .succeeded();
        try {
            host.run("ip", "link", "set", "wire0", "up").succeeded();
            host.run("ip", "address", "add", "10.33.0.1/24", "dev", "wire0").succeeded();
            String hostDevice = "{\"type\":\"host-device\",\"device\":\"card0\","
                    + "\"ipam\":{\"type\":\"static\",\"addresses\":[{\"address\":\"10.33.0.2/24\"}]}}";
            NetworkConfigList network = network(hostDevice);
            cni.add(network, eth0().build());
            assertThat(host.run("ip", "link", "show", "card0").exit()).isNotZero();
            assertAsks(host, pod, "10.33.0.2", "10.33.0.1");
            cni.check(network, eth0().build());
            cni.delete(network, eth0().build());
            assertThat(pod.run("ip", "-brief", "link").stdout()).doesNotContain("eth0");
            assertThat(host.run("ip", "-brief", "link", "show", "card0")
                            .succeeded()
                            .stdout())
                    .contains("DOWN");
            assertNothingIsKept();
            // A flaw of the plugin: the specification wants DEL to succeed.
            assertThatThrownBy(() -> cni.delete(network, eth0().build()))
                    .hasMessageContaining("plugin type=\"host-device\" failed (delete): failed to find \"eth0\"");
        } finally {
            host.run("ip", "link", "del", "wire0");
        }
    }

    @Test
    void loopbackIsSetUpAndDownAgain() throws Exception {
        pod.run("ip", "link", "set", "lo", "down").succeeded();
        Attachment lo = eth0().ifName("lo").build();
        attachAndDetach(network("{\"type\":\"loopback\"}"), lo, result -> {
            assertThat(ipv4(result)).isEqualTo("127.0.0.1");
            assertThat(ipv6(result)).isEqualTo("::1");
            assertAsks(pod, pod, "127.0.0.1", "127.0.0.1");
        });
    }

    @Test
    void aPodGetsTheAddressesAndTheHardwareAddressThatItAsksFor() throws Exception {
        String bridge = BRIDGE.replace(
                "{\"type\":\"bridge\"", "{\"type\":\"bridge\",\"capabilities\":{\"ips\":true,\"mac\":true}");
        Attachment asking = eth0().ips(List.of(InetAddress.getByName("10.7.0.99"), InetAddress.getByName("fd07::99")))
                .mac(MacAddress.parse("02:00:00:00:00:99"))
                .build();
        attachAndDetach(network(bridge), asking, result -> {
            assertThat(leases()).containsExactly("10.7.0.99", "fd07::99");
            assertThat(pod.run("ip", "link", "show", "eth0").stdout()).contains("02:00:00:00:00:99");
            // The plugins' own reason, and nothing of the one who came too late is left; the first goes on.
            Attachment late = asking.toBuilder().ifName("eth1").build();
            CniException failure = catchThrowableOfType(CniException.class, () -> cni.add(network(bridge), late));
            assertThat(failure)
                    .hasMessageContaining("plugin type=\"bridge\" failed (add)")
                    .hasMessageContaining("10.7.0.99");
            assertAsks(host, pod, "10.7.0.99", "10.7.0.1");
        });
    }

    @Test
    void staticTakesTheAddressesOfTheCaller() throws Exception {
        String macvlan = "{\"type\":\"macvlan\",\"master\":\"eth0\",\"capabilities\":{\"ips\":true},"
                + "\"ipam\":{\"type\":\"static\"}}";
        Attachment asking =
                eth0().ipPrefixes(List.of(IpPrefix.parse("203.0.113.78/24"))).build();
        attachAndDetach(
                network(macvlan), asking, result -> assertAsks(outside, pod, "203.0.113.78", PrivateHost.GATEWAY_IPV4));
    }

    private static void assertAsks(Place from, Place to, String address, String seenAs) throws Exception {
        try (TestServer server = to.serveTcp(7000)) {
            Answer answer = from.askTcp(address, 7000, "who am I?");
            assertThat(answer.asker()).isEqualTo(InetAddress.getByName(seenAs));
        }
    }
}
