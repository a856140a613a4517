// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.api.NetworkMode;
import io.podnet.api.Pod;
import io.podnet.api.PodAttachment;
import io.podnet.api.PodInfo;
import io.podnet.api.PodNetwork;
import io.podnet.api.PodSpec;
import io.podnet.api.PodStats;
import io.podnet.api.ReloadReport;
import io.podnet.base.PortMapping;
import io.podnet.e2e.PluginBackend;
import io.podnet.netns.LinkName;
import io.podnet.netns.LinkStatistics;
import io.podnet.testkit.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connect, disconnect, reload and statistics, in podman's words and with its faults mended. */
class ConnectTest extends PodFixture {
    @Test
    void aRunningPodJoinsAndLeavesNetworksAndTheOthersDoNotNotice() throws Exception {
        Pod pod = started(PodSpec.builder().name("web").publish(PortMapping.tcp(8080, 80)));
        String blue = inside(pod, "ip", "-oneline", "address", "show", "eth0").stdout();
        try (TestServer server = inside(pod).serveTcp(80)) {
            PodAttachment green = pod.connect(PodNetwork.parse("green:ip=10.82.0.33,alias=db"));
            assertThat(green.ifName()).isEqualTo("eth1");
            assertThat(inside(pod, "ip", "address", "show", "eth1").stdout()).contains("10.82.0.33/24");
            assertThatThrownBy(() -> pod.connect(PodNetwork.of("green")))
                    .hasMessage("pod " + pod.id() + " is already connected to network \"green\": network is already"
                            + " connected");
            assertThat(host.askTcp("10.82.0.33", 80, "green").text()).isEqualTo("green");

            pod.disconnect("green", false);
            assertThat(inside(pod, "ip", "-brief", "link").lines()).hasSize(2).anyMatch(line -> line.startsWith("lo "));
            assertThat(inside(pod, "ip", "-brief", "address", "show", "lo").stdout())
                    .contains("127.0.0.1/8");
            assertThat(inside(pod, "ip", "-oneline", "address", "show", "eth0").stdout())
                    .isEqualTo(blue);
            assertThat(host.askTcp("127.0.0.1", 8080, "published").text()).isEqualTo("published");
            assertThatThrownBy(() -> pod.disconnect("green", false))
                    .hasMessage("pod web is not connected to network green");
            // The lowest number that is free, and not the next one.
            assertThat(pod.connect(PodNetwork.of("green")).ifName()).isEqualTo("eth1");
        }
        pod.disconnect("blue", false);
        pod.disconnect("green", false);
        assertThat(inside(pod, "ip", "-brief", "link").lines())
                .singleElement()
                .asString()
                .startsWith("lo ");
        assertThatThrownBy(() -> pod.disconnect("blue", false))
                .hasMessage("pod " + pod.id() + " is not connected to CNI network \"blue\": network not found");
        // Started again without any network: the loopback is up all the same.
        pod.stop();
        pod.start();
        assertThat(inside(pod, "ip", "-brief", "address").stdout())
                .contains("127.0.0.1/8")
                .doesNotContain("eth");
        pod.remove();
    }

    @Test
    void aPodThatDoesNotRunOnlyPlansIt() {
        Pod pod = podnet.create(PodSpec.builder().name("later").build());
        assertThat(pod.connect(PodNetwork.of("green")).addresses()).isEmpty();
        pod.connect(PodNetwork.of("green"));
        assertThat(pod.info().networks()).extracting(PodNetwork::name).containsExactly("blue", "green");
        pod.disconnect("blue", false);
        pod.start();
        assertThat(pod.info().attachments()).extracting(PodAttachment::network).containsExactly("green");
        assertThat(pod.info().attachments().get(0).ifName()).as("as planned").isEqualTo("eth1");
        pod.remove();
    }

    @Test
    void whatCannotBeIsRefusedBeforeAnythingChanges() {
        Pod pod = started(PodSpec.builder().name("web"));
        PodInfo before = pod.info();
        assertThatThrownBy(() -> pod.connect(PodNetwork.of("nope")))
                .hasMessageStartingWith("unable to find network with name or ID nope: network not found");
        assertThatThrownBy(() -> pod.connect(PodNetwork.parse("green:ip=10.250.0.3")))
                .hasMessage("requested static ip 10.250.0.3 not in any subnet on network green");
        assertThatThrownBy(() -> pod.connect(PodNetwork.parse("green:interface_name=eth0")))
                .hasMessage("invalid interface name \"eth0\": is used for more than one network of the pod");
        assertThat(pod.info()).isEqualTo(before);
        pod.remove();
        Pod none = started(PodSpec.builder().mode(NetworkMode.none()));
        assertThatThrownBy(() -> none.connect(PodNetwork.of("green")))
                .hasMessage("\"none\" is not supported: invalid network mode");
        assertThatThrownBy(() -> none.disconnect("green", true))
                .hasMessage("\"none\" is not supported: invalid network mode");
        assertThatThrownBy(none::reload).hasMessage("\"none\" is not supported: invalid network mode");
        none.remove();
    }

    @Test
    void reloadKeepsAllAddressesAndRepairsFlushedRules() throws Exception {
        network("dual", bridge("cni-dual", "10.83.0.0/24", "fd83::/64"), FIREWALL, TUNING);
        Pod pod = started(PodSpec.builder()
                .networks(List.of("blue", "dual:mac=02:00:00:00:00:99"))
                .publish(PortMapping.tcp(8080, 80)));
        List<PodAttachment> before = pod.info().attachments();
        assertThat(pod.reload().missing()).as("nothing is missing").isEmpty();
        flushRules();
        ReloadReport report = pod.reload();
        assertThat(report.attachments()).isEqualTo(before).isEqualTo(pod.info().attachments());
        assertThat(report.missing())
                .anySatisfy(each -> assertThat(each)
                        .contains("\"blue\"")
                        // Both of the native ones look at the rules that all share, and the bridge comes first.
                        .contains(PluginBackend.isNative() ? "bridge" : "portmap")
                        .contains("failed (check)"))
                .anySatisfy(each -> assertThat(each)
                        .contains("\"dual\"")
                        .contains(PluginBackend.isNative() ? "bridge" : "firewall")
                        .contains("failed (check)"));
        assertThat(inside(pod, "ip", "link", "show", "eth1").stdout()).contains("02:00:00:00:00:99");
        assertThat(inside(pod, "ip", "address", "show", "eth1").stdout()).contains("fd83::");
        try (TestServer server = inside(pod).serveTcp(80)) {
            assertThat(host.askTcp("127.0.0.1", 8080, "again").text()).isEqualTo("again");
        }
        pod.stop();
        assertThatThrownBy(pod::reload)
                .hasMessageStartingWith("cannot reload network unless pod network has been configured: ");
        pod.remove();
    }

    /** As another pod does whose turn comes between the DEL and the ADD of a reload. */
    @Test
    void aReloadGoesOnWithAnotherAddressIfSomebodyHasGotTheOldOne() throws Exception {
        Pod pod = started(PodSpec.builder().networks(List.of("blue", "green:ip=10.82.0.33")));
        String old = address(pod.info(), "blue");
        Path blue = Path.of("/var/lib/cni/networks/blue", old);
        give(blue);
        ReloadReport report = pod.reload();
        assertThat(report.missing())
                .anySatisfy(each -> assertThat(each)
                        .contains("has " + address(pod.info(), "blue"))
                        .contains("on network blue now")
                        .contains("requested IP address " + old + " is not available"));
        assertThat(report.attachments()).isEqualTo(pod.info().attachments());
        assertThat(address(pod.info(), "blue")).isNotEqualTo(old);
        assertThat(inside(pod, "ip", "address", "show", "eth0").stdout())
                .contains(address(pod.info(), "blue"))
                .doesNotContain(old + "/");

        // Whoever asked for one in particular gets that or none.
        Path green = Path.of("/var/lib/cni/networks/green/10.82.0.33");
        give(green);
        assertThatThrownBy(pod::reload).hasMessageContaining("10.82.0.33 is not available");
        assertThat(pod.info().attachments()).extracting(PodAttachment::network).contains("blue");
        Files.delete(green);
        pod.reload();
        assertThat(address(pod.info(), "green")).isEqualTo("10.82.0.33");
        pod.remove();
        Files.delete(blue);
    }

    private static void give(Path lease) throws Exception {
        Files.delete(lease);
        Files.writeString(lease, "somebody\r\neth0");
    }

    private void flushRules() {
        if (PluginBackend.isNative()) {
            host.run("nft", "flush", "table", "inet", "podnet").succeeded();
            return;
        }
        host.run("iptables", "-t", "nat", "-F").succeeded();
        host.run("iptables", "-t", "nat", "-X").succeeded();
        host.run("iptables", "-F", "CNI-FORWARD").succeeded();
    }

    @Test
    void statisticsAreThePodsOwnView() throws Exception {
        Pod pod = started(PodSpec.builder().networks(List.of("blue", "green")));
        LinkName eth0 = LinkName.of("eth0");
        LinkStatistics before = pod.stats().interfaces().get(eth0);
        try (TestServer server = inside(pod).serveTcp(80)) {
            String text = "x".repeat(8000);
            assertThat(host.askTcp(address(pod.info(), "blue"), 80, text).text())
                    .isEqualTo(text);
        }
        // One reading for all that follows: both networks bring packets of IPv6 at any time.
        PodStats after = pod.stats();
        assertThat(after.interfaces()).containsOnlyKeys(eth0, LinkName.of("eth1"));
        assertThat(after.interfaces().get(eth0).rxBytes() - before.rxBytes())
                .as("received in the pod")
                .isGreaterThan(8000);
        assertThat(after.total().rxBytes())
                .isEqualTo(after.interfaces().values().stream()
                        .mapToLong(LinkStatistics::rxBytes)
                        .sum());
        pod.stop();
        assertThatThrownBy(pod::stats).hasMessageEndingWith("it is stopped, not running");
        pod.remove();
    }
}
