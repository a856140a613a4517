package io.podnet.e2e.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.podnet.base.IpAddresses;
import io.podnet.base.PortMapping;
import io.podnet.cni.Attachment;
import io.podnet.cni.CniException;
import io.podnet.cni.CniResult;
import io.podnet.cni.NetworkConfigList;
import io.podnet.testkit.Place;
import io.podnet.testkit.PrivateHost;
import io.podnet.testkit.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** bridge, host-local, portmap and firewall of the distribution: from ADD to nothing left. */
@Tag("smoke")
class BridgeChainTest extends PluginFixture {
    private static final String BRIDGE = "{\"type\":\"bridge\",\"bridge\":\"cni7\",\"isGateway\":true,\"ipMasq\":true,"
            + "\"ipam\":{\"type\":\"host-local\",\"ranges\":[[{\"subnet\":\"10.7.0.0/24\"}],[{\"subnet\":\"fd07::/64\"}]],"
            + "\"routes\":[{\"dst\":\"0.0.0.0/0\"},{\"dst\":\"::/0\"}]}}";
    private static final String PORTMAP = "{\"type\":\"portmap\",\"capabilities\":{\"portMappings\":true}}";
    private static final String FIREWALL = "{\"type\":\"firewall\"}";

    private final NetworkConfigList network = network(BRIDGE, PORTMAP, FIREWALL);
    private final Attachment attachment =
            eth0().portMappings(List.of(PortMapping.tcp(8080, 80))).build();

    private static List<String> files(String directory) throws Exception {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private List<String> leases() throws Exception {
        return files("/var/lib/cni/networks/net").stream()
                .filter(name -> name.startsWith("10.") || name.startsWith("fd07"))
                .toList();
    }

    // Chains of one attachment have names that end in a hash; those that all share do not.
    private List<String> rulesOfPods() {
        return Stream.of("iptables-save", "ip6tables-save")
                .flatMap(command -> host.run(command).succeeded().lines().stream())
                .filter(line ->
                        line.contains("10.7.0.") || line.contains("c0ffee") || line.matches(".*CNI-[0-9a-f]{24}.*"))
                .toList();
    }

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

    /** Without ports: portmap 1.1.1 looks for the rules of an IPv4 mapping in ip6tables too, and fails CHECK. */
    @Test
    void checkPassesAndThenFindsWhatHasChanged() throws Exception {
        Attachment unpublished = eth0().build();
        cni.add(network, unpublished);
        cni.check(network, unpublished);
        pod.run("ip", "route", "del", "default", "dev", "eth0").succeeded();
        CniException failure = catchThrowableOfType(CniException.class, () -> cni.check(network, unpublished));
        assertThat(failure).hasMessageContaining("plugin type=\"bridge\" failed (check)");
        cni.delete(network, unpublished);
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

    @Test
    void leasesAndRulesGoEvenWhenTheNamespaceHasGone() throws Exception {
        // Without ipMasq: bridge finds the chain of a masqueraded address by looking into the namespace.
        NetworkConfigList plain = network(BRIDGE.replace("\"ipMasq\":true,", ""), PORTMAP, FIREWALL);
        cni.add(plain, attachment);
        host.run("ip", "netns", "del", "blue").succeeded();
        cni.delete(plain, attachment);
        assertThat(leases()).isEmpty();
        assertThat(rulesOfPods()).isEmpty();
        assertThat(files("/var/lib/cni/results")).isEmpty();
    }
}
