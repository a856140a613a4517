// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.cni;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.base.IpAddresses;
import io.podnet.cni.Attachment;
import io.podnet.cni.CniClient;
import io.podnet.cni.CniResult;
import io.podnet.cni.NetworkConfigList;
import io.podnet.e2e.NeedsExecutables;
import io.podnet.testkit.Facet;
import io.podnet.testkit.LeavesBehind;
import io.podnet.testkit.LeavesWhatPluginsKeep;
import io.podnet.testkit.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A namespace to attach, and a client for the plugins of the distribution. */
@LeavesWhatPluginsKeep
@LeavesBehind(
        in = Facet.FILES,
        matching = "/var/lib/cni/locks/.*",
        because = "lock files cannot be removed without a race, and there are 4097 at most")
@NeedsExecutables(because = "what the distribution's executables do; in nativeplugins, ours are held to the same")
abstract class PluginFixture {
    static final Path NETNS = Path.of("/run/netns/blue");

    /** Addresses of both families, and a way out for each. */
    static final String HOST_LOCAL = "\"ipam\":{\"type\":\"host-local\","
            + "\"ranges\":[[{\"subnet\":\"10.7.0.0/24\"}],[{\"subnet\":\"fd07::/64\"}]],"
            + "\"routes\":[{\"dst\":\"0.0.0.0/0\"},{\"dst\":\"::/0\"}]}";

    static final String BRIDGE =
            "{\"type\":\"bridge\",\"bridge\":\"cni7\",\"isGateway\":true,\"ipMasq\":true," + HOST_LOCAL + "}";
    static final String PTP = "{\"type\":\"ptp\",\"ipMasq\":true," + HOST_LOCAL + "}";
    static final String PORTMAP = "{\"type\":\"portmap\",\"capabilities\":{\"portMappings\":true}}";
    static final String FIREWALL = "{\"type\":\"firewall\"}";

    final Place host = Place.host();
    final Place pod = Place.inNamespace(NETNS);
    final CniClient cni = CniClient.builder()
            .pluginPath(List.of(Path.of("/usr/lib/cni"), Path.of("/opt/cni/bin")))
            .build();

    /** What a test looks at while its pod is attached. */
    interface Look {
        void at(CniResult result) throws Exception;
    }

    @BeforeEach
    void makeNamespace() {
        host.run("ip", "netns", "add", "blue").succeeded();
        pod.run("ip", "link", "set", "lo", "up").succeeded();
    }

    @AfterEach
    void removeNamespace() {
        host.run("ip", "netns", "del", "blue");
        host.run("sysctl", "-qw", "net.ipv4.ip_forward=0");
    }

    static NetworkConfigList network(String... plugins) {
        return named("net", plugins);
    }

    static NetworkConfigList named(String name, String... plugins) {
        return NetworkConfigList.parse(
                "{\"cniVersion\":\"1.0.0\",\"name\":\"" + name + "\",\"plugins\":[" + String.join(",", plugins) + "]}");
    }

    static Attachment.Builder eth0() {
        return Attachment.builder("c0ffee", NETNS);
    }

    /** From ADD to nothing left; a second DEL finds nothing to do. The leak check looks at the host. */
    void attachAndDetach(NetworkConfigList network, Attachment attachment, Look look) throws Exception {
        String before = inside();
        CniResult result = cni.add(network, attachment);
        try {
            look.at(result);
            cni.check(network, attachment);
        } finally {
            cni.delete(network, attachment);
        }
        assertThat(inside()).isEqualTo(before);
        assertNothingIsKept();
        cni.delete(network, attachment);
    }

    /** All that a plugin may change in the pod. */
    String inside() {
        return pod.run(
                        "sh",
                        "-c",
                        "ip -details address; ip rule; ip -6 rule; ip route show table all; ip -6 route show table all")
                .succeeded()
                .stdout();
    }

    void assertNothingIsKept() throws IOException {
        assertThat(leases()).isEmpty();
        assertThat(rulesOfPods()).isEmpty();
        assertThat(files("/var/lib/cni/results")).isEmpty();
    }

    static List<String> files(String directory) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** The addresses that host-local has given to pods. */
    static List<String> leases() throws IOException {
        Path networks = Path.of("/var/lib/cni/networks");
        if (!Files.exists(networks)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(networks)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d+\\.\\d+\\.\\d+\\.\\d+|.*:.*"))
                    .sorted()
                    .toList();
        }
    }

    // Chains of one attachment have names that end in a hash; those that all share do not.
    List<String> rulesOfPods() {
        return Stream.of("iptables-save", "ip6tables-save")
                .flatMap(command -> host.run(command).succeeded().lines().stream())
                .filter(line -> line.contains("10.7.0.")
                        || line.contains("fd07:")
                        || line.contains("c0ffee")
                        || line.matches(".*CNI-([A-Z]+-)?[0-9a-f]{20,24}.*"))
                .toList();
    }

    static String ipv4(CniResult result) {
        return address(result, true);
    }

    static String ipv6(CniResult result) {
        return address(result, false);
    }

    private static String address(CniResult result, boolean isIpv4) {
        return result.ips().stream()
                .map(ip -> ip.address().address())
                .filter(address -> IpAddresses.isIpv4(address) == isIpv4)
                .map(IpAddresses::format)
                .collect(Collectors.joining(","));
    }
}
