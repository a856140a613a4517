// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.cni;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.base.PortMapping;
import io.podnet.cni.Attachment;
import io.podnet.cni.CniClient;
import io.podnet.cni.CniMode;
import io.podnet.cni.NetworkConfigList;
import io.podnet.testkit.Facet;
import io.podnet.testkit.LeavesBehind;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * DEL after somebody has taken away what the plugins look at: bridge and ptp of the distribution then leave their rules
 * (containernetworking/plugins#810), unless they are shown a namespace that looks as it should.
 */
@Tag("smoke")
@LeavesBehind(in = Facet.FILES, matching = "/run/cni/(tuning/)?", because = "tuning keeps the directory of its backups")
class LostInterfaceTest extends PluginFixture {
    private static final String TUNING = "{\"type\":\"tuning\",\"mtu\":1380}";
    private static final String MASQUERADING = ".*CNI-[0-9a-f]{24}.*";

    private final Attachment published =
            eth0().portMappings(List.of(PortMapping.tcp(8080, 80))).build();

    private NetworkConfigList attached(String plugin) {
        return attached(network(plugin, TUNING, PORTMAP, FIREWALL));
    }

    private NetworkConfigList attached(NetworkConfigList network) {
        cni.add(network, published);
        assertThat(rulesOfPods()).anyMatch(rule -> rule.matches(MASQUERADING));
        return network;
    }

    @ParameterizedTest
    @ValueSource(strings = {BRIDGE, PTP})
    void nothingIsLeftOfAPodWhoseNamespaceIsGone(String plugin) throws Exception {
        NetworkConfigList network = attached(plugin);
        host.run("ip", "netns", "del", "blue").succeeded();
        cni.delete(network, Attachment.builder("c0ffee").build());
        assertNothingIsKept();
        cni.delete(network, Attachment.builder("c0ffee").build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ip link del eth0", // a stray DEL, or the other end of the cable was removed
                "ip address flush dev eth0", // somebody in the pod
            })
    void nothingIsLeftOfAnInterfaceThatIsNotAsItWas(String damage) throws Exception {
        NetworkConfigList network = attached(BRIDGE);
        pod.run("sh", "-c", damage).succeeded();
        cni.delete(network, published);
        assertThat(pod.run("ip", "-brief", "link").stdout()).doesNotContain("eth0");
        assertNothingIsKept();
    }

    /** The other end of a pair has a name too, which must not be in the way. */
    @ParameterizedTest
    @ValueSource(strings = {"far", "veth0"})
    void anyNameMayBeLost(String name) throws Exception {
        NetworkConfigList network = network(BRIDGE);
        cni.add(network, eth0().ifName(name).build());
        host.run("ip", "netns", "del", "blue").succeeded();
        cni.gc(network, Set.of());
        assertNothingIsKept();
    }

    /** As after a restart of the machine: there is a namespace of that name, but it is another one. */
    @Test
    void nothingIsLeftOfANamespaceThatWasReplaced() throws Exception {
        NetworkConfigList network = attached(BRIDGE);
        host.run("ip", "netns", "del", "blue").succeeded();
        host.run("ip", "netns", "add", "blue").succeeded();
        cni.delete(network, published);
        assertNothingIsKept();
    }

    @Test
    void gcCleansUpAfterNamespacesThatAreGone() throws Exception {
        NetworkConfigList network = attached(BRIDGE);
        host.run("ip", "netns", "del", "blue").succeeded();
        cni.gc(network, Set.of());
        assertNothingIsKept();
    }

    /** What the switch is for; and proof that the plugin does need help. */
    @Test
    void libcnisWayLeavesTheRules() throws Exception {
        NetworkConfigList network = attached(network(BRIDGE, PORTMAP, FIREWALL));
        host.run("ip", "netns", "del", "blue").succeeded();
        try (CniClient literal = CniClient.builder()
                .pluginPath(List.of(Path.of("/usr/lib/cni"), Path.of("/opt/cni/bin")))
                .mode(CniMode.LIBCNI)
                .build()) {
            literal.delete(network, published);
        }
        assertThat(files("/var/lib/cni/results")).isEmpty();
        assertThat(rulesOfPods()).anyMatch(rule -> rule.matches(MASQUERADING));
        for (String command : List.of("iptables", "ip6tables")) {
            host.run(
                            "sh",
                            "-c",
                            command + "-save | grep -v 'CNI-\\(DN-\\)\\?[0-9a-f]\\{20,24\\}' | " + command + "-restore")
                    .succeeded();
        }
    }
}
