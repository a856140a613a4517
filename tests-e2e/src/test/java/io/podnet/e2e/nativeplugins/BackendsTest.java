// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.PortMapping;
import io.podnet.cni.Attachment;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.CniClient;
import io.podnet.cni.CniException;
import io.podnet.cni.CniResult;
import io.podnet.cni.NetworkConfigList;
import io.podnet.testkit.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who runs what: by name, by what is supported, and by who made an attachment. And what is left when nobody remembers. */
@LeavesNativeMarks
class BackendsTest {
    private static final String BRIDGE = "{\"type\":\"bridge\",\"bridge\":\"cni5\",\"isGateway\":true%s,\"ipam\":"
            + "{\"type\":\"host-local\",\"ranges\":[[{\"subnet\":\"10.5.0.0/24\"}]]}}";
    private static final Path LEASES = Path.of("/var/lib/cni/networks/net5");

    private final NetworkConfigList network = network("1.0.0", "");
    private final Attachment attachment =
            Attachment.builder("c5", Plugins.file("five")).build();
    private final List<String> calls = new ArrayList<>();
    private Place pod = Place.host();

    private static NetworkConfigList network(String version, String more) {
        return NetworkConfigList.parse(
                "{\"cniVersion\":\"" + version + "\",\"name\":\"net5\",\"plugins\":[" + BRIDGE.formatted(more) + "]}");
    }

    private CniClient client(String backend) {
        return CniClient.builder()
                .pluginPath(Plugins.DIRECTORIES)
                .backend(backend)
                .listener(event -> calls.add(event.verb() + " " + event.backend()))
                .build();
    }

    @BeforeEach
    void makeNamespace() {
        pod = Plugins.namespace("five");
    }

    @AfterEach
    void clear() {
        Plugins.remove("five");
        Place.host().run("ip", "link", "delete", "cni5");
        Place.host().run("sysctl", "-qw", "net.ipv4.ip_forward=0");
    }

    private static List<String> leases() throws Exception {
        try (Stream<Path> files = Files.list(LEASES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("10."))
                    .toList();
        }
    }

    private void assertNothingIsLeft() throws Exception {
        assertThat(leases()).isEmpty();
        assertThat(pod.run("ip", "-brief", "link").stdout()).doesNotContain("eth0");
        assertThat(Place.host().run("ip", "-brief", "link").stdout()).doesNotContain("veth");
        assertThat(Path.of("/run/podnet/cni/net5/bridge"))
                .satisfiesAnyOf(
                        directory -> assertThat(directory).doesNotExist(),
                        directory -> assertThat(directory).isEmptyDirectory());
    }

    @Test
    void whoeverMadeAnAttachmentChecksAndDeletesIt() throws Exception {
        try (CniClient exec = client("exec");
                CniClient natively = client("native")) {
            natively.add(network, attachment);
            exec.check(network, attachment);
            exec.delete(network, attachment);
            assertThat(calls).containsExactly("ADD native", "CHECK native", "DEL native");
            assertNothingIsLeft();
            calls.clear();
            exec.add(network, attachment);
            natively.delete(network, attachment);
            assertThat(calls).containsExactly("ADD exec", "DEL exec");
            assertNothingIsLeft();
        }
    }

    @Test
    void autoTakesNativePluginsWhereTheyDoAllThatIsAsked() throws Exception {
        try (CniClient auto = client("auto")) {
            auto.add(network, attachment);
            auto.delete(network, attachment);
            NetworkConfigList vlan = network("1.0.0", ",\"somethingElse\":true");
            auto.add(vlan, attachment);
            auto.delete(vlan, attachment);
            assertThat(calls).containsExactly("ADD native", "DEL native", "ADD exec", "DEL exec");
            assertThat(auto.backends(vlan).get("native").orElseThrow()).contains("key \"somethingElse\"");
            assertThat(auto.backends(vlan).get("exec")).isEmpty();
        }
        assertNothingIsLeft();
    }

    @Test
    void anotherProgramsDelFreesLinkAndLease() throws Exception {
        try (CniClient natively = client("native")) {
            natively.add(network, attachment);
            deleteByReferencePlugin(BRIDGE.formatted(""));
            assertThat(leases()).isEmpty();
            assertThat(pod.run("ip", "-brief", "link").stdout()).doesNotContain("eth0");
            // Ours succeeds all the same.
            natively.delete(network, attachment);
        }
        assertNothingIsLeft();
    }

    private static void deleteByReferencePlugin(String config) {
        Place.host()
                .command("/usr/lib/cni/bridge")
                .environment("CNI_COMMAND", "DEL")
                .environment("CNI_CONTAINERID", "c5")
                .environment("CNI_NETNS", Plugins.file("five").toString())
                .environment("CNI_IFNAME", "eth0")
                .environment("CNI_PATH", "/usr/lib/cni")
                .stdin(config.replaceFirst("\\{", "{\"cniVersion\":\"1.0.0\",\"name\":\"net5\","))
                .run()
                .succeeded();
    }

    /** What the packet filter holds for the attachment. */
    private static List<String> elements() {
        return Place.host()
                .run("nft", "list", "table", "inet", "podnet")
                .stdout()
                .lines()
                .filter(line -> line.contains("net5 c5 eth0"))
                .toList();
    }

    /** Also where nobody masquerades and the new owner publishes nothing: the ports would lead to it. */
    @Test
    void whoGetsAnAddressThatAnotherProgramHasFreedGetsNoneOfItsPorts() throws Exception {
        String only = BRIDGE.formatted("")
                .replace("\"subnet\"", "\"rangeStart\":\"10.5.0.7\",\"rangeEnd\":\"10.5.0.7\",\"subnet\"");
        NetworkConfigList publishing =
                NetworkConfigList.parse("{\"cniVersion\":\"1.0.0\",\"name\":\"net5\",\"plugins\":[" + only
                        + ",{\"type\":\"portmap\",\"capabilities\":{\"portMappings\":true}}]}");
        NetworkConfigList bare =
                NetworkConfigList.parse("{\"cniVersion\":\"1.0.0\",\"name\":\"net5\",\"plugins\":[" + only + "]}");
        Attachment first = attachment.toBuilder()
                .portMappings(List.of(PortMapping.tcp(8080, 80)))
                .build();
        Plugins.namespace("six");
        Attachment second = Attachment.builder("c6", Plugins.file("six")).build();
        try (CniClient natively = client("native")) {
            natively.add(publishing, first);
            deleteByReferencePlugin(only);
            assertThat(elements()).isNotEmpty();
            assertThat(natively.add(bare, second).ips().get(0).address()).hasToString("10.5.0.7/24");
            assertThat(elements()).isEmpty();
            natively.delete(publishing, first);
            assertThat(leases()).containsExactly("10.5.0.7");
            natively.delete(bare, second);
            assertNothingIsLeft();
        } finally {
            Plugins.remove("six");
            Place.host().run("nft", "delete", "table", "inet", "podnet");
        }
    }

    /** Without a marker, for instance after /run was emptied, elements are found by what they say of their owner. */
    @ParameterizedTest
    @ValueSource(strings = {"bridge", "ptp"})
    void gcRemovesElementsThatNobodyKnowsAnyMore(String type) throws Exception {
        // A key that ptp does not know would be refused.
        String plugin = BRIDGE.formatted(",\"ipMasq\":true")
                .replace(
                        "\"bridge\",\"bridge\":\"cni5\",\"isGateway\":true",
                        type.equals("ptp") ? "\"ptp\"" : "\"bridge\",\"bridge\":\"cni5\",\"isGateway\":true");
        NetworkConfigList masquerading =
                NetworkConfigList.parse("{\"cniVersion\":\"1.1.0\",\"name\":\"net5\",\"plugins\":[" + plugin + "]}");
        Path markers = Path.of("/run/podnet/cni/net5", type);
        try (CniClient natively = client("native")) {
            natively.add(masquerading, attachment);
            assertThat(elements()).isNotEmpty();
            natively.gc(masquerading, List.of(attachment.id()));
            assertThat(elements()).isNotEmpty();

            natively.forget("net5", attachment.id());
            pod.run("ip", "link", "delete", "eth0").succeeded();
            try (Stream<Path> files = Files.list(markers)) {
                for (Path each : files.toList()) {
                    Files.delete(each);
                }
            }
            natively.gc(masquerading, List.of());
            assertThat(elements()).isEmpty();
            // Without a marker nobody says whose the lease is; DEL does.
            natively.delete(masquerading, attachment);
        } finally {
            Place.host().run("nft", "delete", "table", "inet", "podnet");
        }
        assertThat(leases()).isEmpty();
    }

    @Test
    void nativeDelFreesWhatTheReferencePluginsMadeAndNobodyRemembers() throws Exception {
        try (CniClient exec = client("exec");
                CniClient natively = client("native")) {
            exec.add(network, attachment);
            exec.forget("net5", attachment.id());
            natively.delete(network, attachment);
            assertThat(calls).containsExactly("ADD exec", "DEL native");
        }
        assertNothingIsLeft();
    }

    @Test
    void delSucceedsForWhatIsUnknownHalfMadeOrGone() throws Exception {
        try (CniClient natively = client("native")) {
            natively.delete(network, attachment);
            natively.delete(
                    network,
                    Attachment.builder("c6", Path.of("/run/netns/none")).build());
            natively.add(network, attachment);
            pod.run("ip", "link", "delete", "eth0").succeeded();
            natively.delete(network, attachment);
            assertNothingIsLeft();
            natively.add(network, attachment);
            Plugins.remove("five");
            natively.delete(network, attachment);
            natively.delete(network, attachment);
            pod = Plugins.namespace("five");
        }
        assertThat(leases()).isEmpty();
    }

    @Test
    void aFailedAddLeavesNothing() throws Exception {
        try (CniClient natively = client("native")) {
            NetworkConfigList broken = NetworkConfigList.parse(
                    ("{\"cniVersion\":\"1.0.0\",\"name\":\"net5\",\"plugins\":[" + BRIDGE.formatted("") + "]}")
                            .replace(
                                    "\"ranges\"",
                                    "\"routes\":[{\"dst\":\"192.0.2.0/24\",\"gw\":\"192.0.3.1\"}],\"ranges\""));
            assertThatThrownBy(() -> natively.add(broken, attachment))
                    .isInstanceOf(CniException.class)
                    .hasMessageContaining("ENETUNREACH");
        }
        assertNothingIsLeft();
    }

    @Test
    void gcRemovesWhatWeMadeAndNobodyKnowsAnyMore() throws Exception {
        NetworkConfigList newest = network("1.1.0", "");
        Attachment second = attachment.toBuilder().ifName("eth1").build();
        try (CniClient natively = client("native")) {
            CniResult kept = natively.add(newest, second);
            natively.add(newest, attachment);
            natively.forget("net5", attachment.id());
            // Of somebody else, of whom we know nothing.
            Files.writeString(LEASES.resolve("10.5.0.200"), "other\r\neth0");
            natively.gc(newest, List.of(new AttachmentId("c5", "eth1")));
            assertThat(pod.run("ip", "-brief", "link").stdout())
                    .contains("eth1")
                    .doesNotContain("eth0");
            String address = kept.ips().get(0).address().address().getHostAddress();
            assertThat(leases()).containsExactlyInAnyOrder(address, "10.5.0.200");
            natively.check(newest, second);
            natively.status(newest);
            natively.delete(newest, second);
            Files.delete(LEASES.resolve("10.5.0.200"));
        }
        assertNothingIsLeft();
    }

    @Test
    void statusSaysWhenThereIsNoAddressLeft() throws Exception {
        NetworkConfigList small = NetworkConfigList.parse("{\"cniVersion\":\"1.1.0\",\"name\":\"net5\",\"plugins\":["
                + BRIDGE.formatted("").replace("/24", "/30") + "]}");
        try (CniClient natively = client("native")) {
            natively.status(small);
            natively.add(small, attachment);
            assertThatThrownBy(() -> natively.status(small))
                    .isInstanceOfSatisfying(
                            CniException.class, e -> assertThat(e.code()).isEqualTo(50));
            natively.delete(small, attachment);
        }
        assertNothingIsLeft();
    }
}
