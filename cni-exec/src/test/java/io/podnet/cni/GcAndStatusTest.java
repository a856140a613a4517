// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.base.ProcessIdentity;
import io.podnet.cni.spi.PluginInvoker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** GC and STATUS, which plugins have from 1.1.0 on: A54 to A58 of the conformance list, and what is done better. */
class GcAndStatusTest extends ClientFixture {
    private FakePlugin one;
    private FakePlugin two;
    private FakePlugin three;
    private NetworkConfigList network;
    private final Attachment attachment = attachment(IF_NAME);

    @BeforeEach
    void install() {
        one = install("one").answers("ADD", FakePlugin.RESULT);
        two = install("two").answers("ADD", FakePlugin.RESULT);
        three = install("three").answers("ADD", FakePlugin.RESULT);
        network = network("1.1.0", "");
    }

    private static Attachment attachment(String ifName) {
        return Attachment.builder(ID, Path.of("/proc/self/ns/net"))
                .ifName(ifName)
                .build();
    }

    private static NetworkConfigList network(String version, String flags) {
        return NetworkConfigList.parse("{\"name\":\"some-list\",\"cniVersion\":\"" + version + "\"," + flags
                + "\"plugins\":[{\"type\":\"one\",\"some-key\":\"some-value\"}]}");
    }

    private static NetworkConfigList three(String version) {
        return NetworkConfigList.parse("{\"name\":\"some-list\",\"cniVersion\":\"" + version
                + "\",\"plugins\":[{\"type\":\"one\"},{\"type\":\"two\"},{\"type\":\"three\"}]}");
    }

    private CniClient cni(CniMode mode) {
        return client().mode(mode).build();
    }

    @ParameterizedTest
    @EnumSource(CniMode.class)
    void a54_disableGcMakesGcDoNothing(CniMode mode) {
        CniClient cni = cni(mode);
        cni.add(network, attachment);
        one.clearLog();
        cni.gc(network("1.1.0", "\"disableGC\":true,"), Set.of());
        assertThat(one.log()).isEmpty();
        assertThat(cacheFile("some-list")).exists();
    }

    @ParameterizedTest
    @EnumSource(CniMode.class)
    void a55_gcTellsPluginsWhatIsValid(CniMode mode) {
        CniClient cni = cni(mode);
        cni.add(network, attachment);
        cni.gc(network, Set.of(attachment.id()));
        assertThat(one.log()).containsExactly("one ADD", "one GC");
        String valid = "[{\"containerID\":\"some-container-id\",\"ifname\":\"some-eth0\"}]";
        ObjectNode expected = (ObjectNode) json("{\"name\":\"some-list\",\"cniVersion\":\"1.1.0\",\"type\":\"one\","
                + "\"some-key\":\"some-value\",\"cni.dev/valid-attachments\":" + valid + ",\"cni.dev/attachments\":"
                + valid + "}");
        assertThat(json(one.call("GC").stdin())).isEqualTo(expected);
        assertThat(one.call("GC").cni())
                .isEqualTo(Map.of(
                        "CNI_COMMAND", "GC",
                        "CNI_CONTAINERID", "",
                        "CNI_NETNS", "",
                        "CNI_IFNAME", "",
                        "CNI_ARGS", "",
                        "CNI_PATH", bin().toString()));
    }

    @ParameterizedTest
    @EnumSource(CniMode.class)
    void a56_gcDeletesWhatIsNotValid(CniMode mode) {
        CniClient cni = cni(mode);
        cni.add(network, attachment);
        cni.gc(network, Set.of(attachment.id()));
        cni.gc(network, Set.of());
        assertThat(one.log()).containsExactly("one ADD", "one GC", "one DEL", "one GC");
        assertThat(one.call("DEL").cni())
                .containsEntry("CNI_CONTAINERID", ID)
                .containsEntry("CNI_IFNAME", IF_NAME)
                .containsEntry("CNI_NETNS", "/proc/self/ns/net");
        assertThat(one.calls().get(3).stdin()).contains("\"cni.dev/valid-attachments\":[]");
        assertThat(cacheFile("some-list")).doesNotExist();
    }

    @Test
    void gcAllSaysNothingOfValidAttachments() {
        CniClient cni = cni(CniMode.LIBCNI);
        cni.add(network, attachment);
        cni.gcAll(network);
        assertThat(one.log()).containsExactly("one ADD", "one DEL", "one GC");
        assertThat(one.call("GC").stdin()).doesNotContain("cni.dev");
    }

    @Test
    void gcLeavesOtherNetworksAlone() {
        CniClient cni = improved();
        cni.add(network, attachment);
        NetworkConfigList other = NetworkConfigList.parse(
                "{\"name\":\"other\",\"cniVersion\":\"1.1.0\",\"plugins\":[{\"type\":\"two\"}]}");
        cni.gc(other, Set.of());
        assertThat(one.log()).containsExactly("one ADD", "two GC");
        assertThat(cacheFile("some-list")).exists();
    }

    @Test
    void gcBefore110OnlyDeletes() {
        CniClient cni = improved();
        NetworkConfigList old = network("1.0.0", "");
        cni.add(old, attachment);
        cni.gc(old, Set.of());
        assertThat(one.log()).containsExactly("one ADD", "one DEL");
    }

    @Test
    void gcTriesEverythingAndReportsAll() {
        for (CniMode mode : CniMode.values()) {
            CniClient cni = cni(mode);
            NetworkConfigList all = three("1.1.0");
            cni.add(all, attachment);
            one.clearLog();
            two.fails("DEL", 100, "stuck", "");
            one.fails("GC", 101, "full", "of it");
            three.fails("GC", 102, "torn", "");
            CniException failure = failure(() -> cni.gc(all, Set.of()));
            assertThat(failure.getSuppressed()).hasSize(3);
            if (mode == CniMode.LIBCNI) {
                assertThat(failure)
                        .hasMessage("failed to delete stale attachment some-container-id some-eth0: plugin "
                                + "type=\"two\" failed (delete): stuck\n"
                                + "failed to GC plugin one: full; of it\nfailed to GC plugin three: torn");
                assertThat(one.log()).containsExactly("three DEL", "two DEL", "one GC", "two GC", "three GC");
            } else {
                assertThat(failure).hasMessageContaining("3 failures").hasMessageContaining("stuck");
                assertThat(one.log())
                        .containsExactly("three DEL", "two DEL", "one DEL", "one GC", "two GC", "three GC");
            }
            assertThat(cacheFile("some-list")).exists();
            List.of("DEL", "GC").forEach(verb -> List.of(one, two, three).forEach(each -> each.recovers(verb)));
            cni.gc(all, Set.of());
            assertThat(cacheFile("some-list")).doesNotExist();
        }
    }

    @Test
    void gcDeletesWithTheConfigurationAndArgumentsOfAdd() {
        CniClient cni = improved();
        Attachment rich = attachment.toBuilder()
                .arg("FOO", "BAR")
                .capability("mac", "02:11:22:33:44:55")
                .build();
        NetworkConfigList then =
                NetworkConfigList.parse("{\"name\":\"some-list\",\"cniVersion\":\"1.1.0\",\"plugins\":["
                        + "{\"type\":\"one\",\"capabilities\":{\"mac\":true}},{\"type\":\"two\"}]}");
        cni.add(then, rich);
        cni.gc(network, Set.of());
        assertThat(one.log()).containsExactly("one ADD", "two ADD", "two DEL", "one DEL", "one GC");
        assertThat(one.call("DEL").stdin()).contains("\"runtimeConfig\":{\"mac\":\"02:11:22:33:44:55\"}");
        assertThat(one.call("DEL").cni()).containsEntry("CNI_ARGS", "FOO=BAR");
    }

    @Test
    void gcSweepsWhatKilledWritersLeft() throws Exception {
        CniClient cni = improved();
        cni.add(network, attachment);
        // No process has this start time.
        Path left = cacheFile("some-list").resolveSibling(".podnet-tmp-1-0-1234");
        Files.copy(cacheFile("some-list"), left);
        ProcessIdentity self = ProcessIdentity.current();
        Path living = left.resolveSibling(".podnet-tmp-" + self.pid() + "-" + self.startTicks() + "-1234");
        Files.copy(left, living);
        Path backup = cacheFile("some-list").resolveSibling("some-list.bak");
        Files.copy(cacheFile("some-list"), backup);
        assertThat(cni.attachments()).hasSize(1);
        assertThat(cni.abandonedFiles()).containsExactly(left);
        cni.gc(network, Set.of(attachment.id()));
        assertThat(left).doesNotExist();
        assertThat(living).exists();
        assertThat(backup).exists();
    }

    @Test
    void whatABackendLeftIsListedToo() {
        Path left = Path.of("/run/backend/left");
        PluginInvoker invoker = new FakeInvoker(call -> FakeInvoker.success("")) {
            @Override
            public List<Path> abandonedFiles() {
                return List.of(left);
            }
        };
        try (CniClient cni = CniClient.builder()
                .invokers(List.of(invoker))
                .cacheDirectory(cacheFile("some-list").resolveSibling("other"))
                .build()) {
            assertThat(cni.abandonedFiles()).containsExactly(left);
        }
    }

    @Test
    void gcOfANetworkThatWasNeverUsedSucceeds() {
        for (CniMode mode : CniMode.values()) {
            cni(mode).gc(network("1.0.0", ""), Set.of());
        }
        assertThat(one.log()).isEmpty();
    }

    @Test
    void aCacheThatCannotBeListedIsAnErrorButNotToLibcni() throws Exception {
        Files.createDirectories(cache());
        Files.writeString(cache().resolve("results"), "a file");
        cni(CniMode.LIBCNI).gc(network, Set.of());
        assertThat(one.log()).isEmpty();
        assertThat(failure(() -> improved().gc(network, Set.of())).errorCode()).isEqualTo("cni-cache-unreadable");
    }

    @Test
    void a57_statusReachesThePlugin() {
        improved().status(network);
        assertThat(json(one.call("STATUS").stdin()))
                .isEqualTo(json("{\"name\":\"some-list\",\"cniVersion\":\"1.1.0\",\"type\":\"one\","
                        + "\"some-key\":\"some-value\"}"));
        assertThat(one.call("STATUS").cni())
                .containsEntry("CNI_CONTAINERID", "")
                .containsEntry("CNI_NETNS", "");
    }

    @ParameterizedTest
    @EnumSource(CniMode.class)
    void a58_statusStopsAtThePluginThatIsNotReady(CniMode mode) {
        two.fails("STATUS", 50, "plugin is unavailable", "no agent");
        CniException failure = failure(() -> cni(mode).status(three("1.1.0")));
        assertThat(failure.code()).isEqualTo(50);
        assertThat(failure.msg()).isEqualTo("plugin is unavailable");
        assertThat(failure.details()).isEqualTo("no agent");
        if (mode == CniMode.LIBCNI) {
            assertThat(failure).hasMessage("plugin is unavailable; no agent");
        }
        assertThat(one.log()).containsExactly("one STATUS", "two STATUS");
    }

    @ParameterizedTest
    @EnumSource(CniMode.class)
    void statusBefore110AsksNobody(CniMode mode) {
        cni(mode).status(network("1.0.0", ""));
        cni(CniMode.LIBCNI).status(network("banana", ""));
        assertThat(one.log()).isEmpty();
    }
}
