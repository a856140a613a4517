// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.podnet.base.IpAddresses;
import io.podnet.base.PortMapping;
import io.podnet.cni.Attachment;
import io.podnet.cni.CniClient;
import io.podnet.cni.CniException;
import io.podnet.cni.CniMode;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVersion;
import io.podnet.cni.NetworkConfigList;
import io.podnet.testkit.Place;
import io.podnet.testkit.PrivateHost;
import io.podnet.testkit.TestServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** bridge, host-local, portmap and firewall of the distribution: from ADD to nothing left. */
@Tag("smoke")
class BridgeChainTest extends PluginFixture {
    private final NetworkConfigList network = network(BRIDGE, PORTMAP, FIREWALL);
    private final Attachment attachment =
            eth0().portMappings(List.of(PortMapping.tcp(8080, 80))).build();

    @Test
    void attachesCarriesTrafficAndLeavesNothing() throws Exception {
        CniResult result = cni.add(network, attachment);
        assertThat(result.interfaces()).extracting(each -> each.name()).contains("cni7", "eth0");
        String address = IpAddresses.format(result.ips().get(0).address().address());
        assertThat(address).startsWith("10.7.0.");
        assertThat(leases()).hasSize(2);
        assertThat(rulesOfPods()).isNotEmpty();
        try (TestServer server = pod.serveTcp(80);
                TestServer outside = Place.outside().serveTcp(7000)) {
            assertThat(host.askTcp(address, 80, "hello").text()).isEqualTo("hello");
            assertThat(Place.outside()
                            .askTcp(PrivateHost.IPV4, 8080, "published")
                            .text())
                    .isEqualTo("published");
            assertThat(pod.askTcp(PrivateHost.OUTSIDE_IPV4, 7000, "out").asker().getHostAddress())
                    .isEqualTo(PrivateHost.IPV4);
        }
        // The ports come from the cache.
        cni.delete(network, Attachment.builder("c0ffee").build());
        assertNothingIsLeft();
        cni.delete(network, attachment);
    }

    private void assertNothingIsLeft() throws Exception {
        assertThat(leases()).isEmpty();
        assertThat(rulesOfPods()).isEmpty();
        assertThat(files("/var/lib/cni/results")).isEmpty();
        assertThat(pod.run("ip", "-brief", "link").stdout()).doesNotContain("eth0");
    }

    @Test
    void checkPassesAndThenFindsWhatHasChanged() throws Exception {
        cni.add(network, attachment);
        cni.check(network, attachment);
        host.run(
                        "sh",
                        "-c",
                        "iptables -t nat -S | sed -n 's/^-A \\(CNI-DN-.*DNAT.*\\)/-D \\1/p' | xargs iptables -t nat")
                .succeeded();
        CniException unpublished = catchThrowableOfType(CniException.class, () -> cni.check(network, attachment));
        assertThat(unpublished)
                .hasMessageContaining("plugin type=\"portmap\" failed (check)")
                .hasMessageContaining("could not check ipv4 dnat");
        pod.run("ip", "route", "del", "default", "dev", "eth0").succeeded();
        CniException failure = catchThrowableOfType(CniException.class, () -> cni.check(network, attachment));
        assertThat(failure).hasMessageContaining("plugin type=\"bridge\" failed (check)");
        cni.delete(network, attachment);
        assertNothingIsLeft();
    }

    @Test
    void aPluginThatFailsAtTheEndLeavesNothing() throws Exception {
        NetworkConfigList broken =
                network(BRIDGE, PORTMAP, FIREWALL, "{\"type\":\"tuning\",\"sysctl\":{\"net.no.such\":\"1\"}}");
        CniException failure = catchThrowableOfType(CniException.class, () -> cni.add(broken, attachment));
        assertThat(failure).hasMessageContaining("plugin type=\"tuning\" failed (add)");
        assertThat(pod.run("ip", "-brief", "link").stdout()).doesNotContain("eth0");
        assertThat(leases()).isEmpty();
    }

    @Test
    void theSecondAddIsRefusedAndTheFirstGoesOnWorking() throws Exception {
        CniResult result = cni.add(network, attachment);
        assertThatThrownBy(() -> cni.add(network, attachment))
                .isInstanceOf(CniException.class)
                .hasMessageContaining("attached already");
        try (TestServer server = pod.serveTcp(80)) {
            String address = IpAddresses.format(result.ips().get(0).address().address());
            assertThat(host.askTcp(address, 80, "still").text()).isEqualTo("still");
        }
        cni.delete(network, attachment);
        assertNothingIsLeft();
    }

    /** bridge itself says which versions it speaks; libcni's way has to work with real plugins too. */
    @Test
    void speaksEveryVersionOfThePluginsInBothModes() throws Exception {
        List<String> versions = cni.versions("bridge");
        assertThat(versions).contains("0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0");
        try (CniClient literal = CniClient.builder()
                .pluginPath(List.of(Path.of("/usr/lib/cni"), Path.of("/opt/cni/bin")))
                .mode(CniMode.LIBCNI)
                .build()) {
            for (String version : versions) {
                CniClient client = version.compareTo("0.3") < 0 || version.equals("1.0.0") ? literal : cni;
                NetworkConfigList old = NetworkConfigList.parse(
                        "{\"cniVersion\":\"" + version + "\",\"name\":\"net\",\"plugins\":[" + BRIDGE + "]}");
                assertThat(client.validate(old)).isEmpty();
                CniResult result = client.add(old, eth0().build());
                assertThat(result.cniVersion()).hasToString(version);
                assertThat(leases()).containsExactly(ipv4(result), ipv6(result));
                if (result.cniVersion().isAtLeast(CniVersion.V0_4_0)) {
                    client.check(old, eth0().build());
                }
                client.status(old);
                client.delete(old, eth0().build());
                assertNothingIsKept();
            }
        }
    }
}
