// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.podnet.base.PortMapping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the cache gives back, and what happens to plugins that sleep: A59 to A64 of the conformance list. */
class CacheAndDeadlineTest extends ClientFixture {
    private FakePlugin noop;
    private final NetworkConfigList network =
            single("{\"type\":\"noop\",\"name\":\"cachetest\",\"cniVersion\":\"1.1.0\"}");
    private CniClient cni;

    @BeforeEach
    void install() {
        noop = install("noop").answers("ADD", FakePlugin.RESULT);
        cni = libcni();
    }

    private static Attachment attachment(String ifName) {
        return Attachment.builder(ID, Path.of(NETNS)).ifName(ifName).build();
    }

    record Verb(String name, Use use) {
        interface Use {
            void on(CniClient client, NetworkConfigList network, Attachment attachment);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Verb> verbs() {
        return Stream.of(
                new Verb("ADD", CniClient::add),
                new Verb("DEL", CniClient::delete),
                new Verb("CHECK", CniClient::check),
                new Verb("VERSION", (client, network, attachment) -> client.versions("noop")),
                new Verb("VERSION", (client, network, attachment) -> client.validate(network)));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void a59_aSleepingPluginIsEnded(Verb verb) {
        for (String name : List.of("ADD", "DEL", "CHECK", "VERSION")) {
            noop.on(name, "exec sleep 60");
        }
        CniClient impatient =
                client().mode(CniMode.LIBCNI).deadline(Duration.ofMillis(300)).build();
        NetworkConfigList list = NetworkConfigList.parse(
                "{\"name\":\"some-list\",\"cniVersion\":\"1.1.0\",\"plugins\":[{\"type\":\"noop\"}]}");
        for (NetworkConfigList each : List.of(network, list)) {
            CniException failure = failure(() -> verb.use().on(impatient, each, attachment("eth0")));
            assertThat(failure)
                    .hasMessageContaining("netplugin failed with no error message: context deadline exceeded");
        }
    }

    @Test
    void a60_twoInterfacesHaveTwoFiles() throws Exception {
        cni.add(network, attachment("eth0"));
        noop.answers("ADD", "{\"cniVersion\":\"1.1.0\",\"ips\":[{\"address\":\"10.1.2.5/24\"}]}");
        cni.add(network, attachment("eth1"));
        try (Stream<Path> files = Files.list(cache().resolve("results"))) {
            assertThat(files).hasSize(2);
        }
        assertFile("eth0", "10.1.2.3/24");
        assertFile("eth1", "10.1.2.5/24");
    }

    private void assertFile(String ifName, String address) {
        JsonNode file = json(read(cacheFile("cachetest", ID, ifName)));
        assertThat(file.get("kind").asText()).isEqualTo("cniCacheV1");
        assertThat(file.get("ifName").asText()).isEqualTo(ifName);
        assertThat(file.get("containerId").asText()).isEqualTo(ID);
        assertThat(file.get("networkName").asText()).isEqualTo("cachetest");
        assertThat(file.at("/result/ips/0/address").asText()).isEqualTo(address);
    }

    @Test
    void a61_theCacheGivesBackArguments() {
        Attachment full = attachment("eth0").toBuilder()
                .arg("DEBUG", "/tmp/x")
                .portMappings(List.of(PortMapping.tcp(8080, 80)))
                .build();
        cni.add(network, full);
        CachedAttachment cached =
                cni.attachment("cachetest", new AttachmentId(ID, "eth0")).orElseThrow();
        assertThat(cached.attachment()).isEqualTo(full);
    }

    @Test
    void a62_missingPartsAreNamed() {
        String text =
                "cache file path requires network name (\"%s\"), container ID (\"%s\"), and interface name (\"%s\")";
        NetworkConfigList nameless = single("{\"type\":\"noop\",\"cniVersion\":\"1.1.0\"}");
        assertThat(failure(() -> cni.attachment("", new AttachmentId(ID, "eth0"))))
                .hasMessage(text.formatted("", ID, "eth0"));
        assertThat(failure(() -> cni.cachedResult(nameless, new AttachmentId(ID, "eth0"))))
                .hasMessage(text.formatted("", ID, "eth0"));
        assertThat(failure(() -> cni.attachment("foobar", new AttachmentId("", "eth0"))))
                .hasMessage(text.formatted("foobar", "", "eth0"));
        assertThat(failure(() -> cni.attachment("foobar", new AttachmentId(ID, ""))))
                .hasMessage(text.formatted("foobar", ID, ""));
    }

    @Test
    void a63_junkIsRefused() throws Exception {
        cni.add(network, attachment("eth0"));
        Files.writeString(cacheFile("cachetest", ID, "eth0"), "adfadsfasdfasfdsafaf");
        assertThat(failure(() -> cni.attachment("cachetest", new AttachmentId(ID, "eth0"))))
                .hasMessage(
                        "failed to unmarshal cached network \"cachetest\" config: invalid character 'a' looking for "
                                + "beginning of value");
        Files.writeString(cacheFile("cachetest", ID, "eth0"), "{\"kind\":\"cniCacheV2\"}");
        assertThat(failure(() -> cni.attachment("cachetest", new AttachmentId(ID, "eth0"))))
                .hasMessage("read cached network \"cachetest\" config has wrong kind: cniCacheV2");
        assertThat(cni.attachments()).isEmpty();
    }

    @Test
    void a64_whatIsNotThereIsEmpty() {
        assertThat(cni.attachment("cachetest", new AttachmentId(ID, "eth0"))).isEmpty();
        assertThat(cni.cachedResult(network, new AttachmentId(ID, "eth0"))).isEmpty();
        assertThat(cni.attachments()).isEmpty();
    }

    @Test
    void aNameThatIsTooLongIsRefusedBeforeAnythingHappens() {
        Attachment longName = Attachment.builder("x".repeat(250), LIVE).build();
        assertThat(failure(() -> improved().add(network, longName)))
                .hasMessageContaining("the cache file's name would have 265 bytes, files have at most 255");
        assertThat(noop.calls()).isEmpty();
    }
}
