// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.base.PortMapping;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One plugin, as libcni calls it: A01 to A23 of the conformance list. */
class SinglePluginTest extends ClientFixture {
    private static final String RESULT = "{\"cniVersion\":\"1.1.0\",\"ips\":[{\"address\":\"10.1.2.3/24\"}]}";
    private static final String OLD_RESULT =
            "{\"cniVersion\":\"0.4.0\",\"ips\":[{\"version\":\"4\",\"address\":\"10.1.2.3/24\"}],\"dns\":{}}";

    private FakePlugin noop;
    private NetworkConfigList network;
    private Attachment attachment;
    private CniClient cni;

    @BeforeEach
    void install() {
        noop = install("noop").answers("ADD", RESULT);
        network = network("1.1.0");
        attachment = Attachment.builder(ID, Path.of(NETNS))
                .ifName(IF_NAME)
                .arg("DEBUG", "/tmp/debug")
                .portMappings(List.of(PortMapping.tcp(8080, 80)))
                .build();
        cni = libcni();
    }

    private static NetworkConfigList network(String version) {
        return single("{\"type\":\"noop\",\"name\":\"apitest\",\"some-key\":\"some-value\",\"cniVersion\":\"" + version
                + "\",\"capabilities\":{\"portMappings\":true}}");
    }

    private Attachment live() {
        return attachment.toBuilder().netns(LIVE).build();
    }

    private static NetworkConfigList missing() {
        return single("{\"type\":\"does-not-exist\",\"name\":\"apitest\",\"cniVersion\":\"1.1.0\"}");
    }

    private static final NetworkConfigList CAPABLE =
            single("{\"type\":\"noop\",\"name\":\"apitest\",\"cniVersion\":\"1.1.0\",\"capabilities\":"
                    + "{\"portMappings\":true,\"somethingElse\":true,\"noCapability\":false}}");

    private ObjectNode stdin(String version) {
        return (ObjectNode) json("{\"type\":\"noop\",\"name\":\"apitest\",\"some-key\":\"some-value\",\"cniVersion\":\""
                + version
                + "\",\"capabilities\":{\"portMappings\":true},\"runtimeConfig\":{\"portMappings\":"
                + "[{\"hostPort\":8080,\"containerPort\":80,\"protocol\":\"tcp\"}]}}");
    }

    private Map<String, String> environment(String verb) {
        return Map.of(
                "CNI_COMMAND", verb,
                "CNI_CONTAINERID", ID,
                "CNI_NETNS", NETNS,
                "CNI_IFNAME", IF_NAME,
                "CNI_ARGS", "DEBUG=/tmp/debug",
                "CNI_PATH", bin().toString());
    }

    @Test
    void a01_runtimeConfigHoldsCapabilitiesThatAreDeclaredAndSupplied() {
        Attachment many = attachment.toBuilder()
                .capability("somethingElse", List.of("foobar", "baz"))
                .capability("noCapability", true)
                .capability("notAdded", List.of(true, false))
                .build();
        cni.add(CAPABLE, many);
        assertThat(json(noop.call("ADD").stdin()).get("runtimeConfig"))
                .isEqualTo(json("{\"portMappings\":[{\"hostPort\":8080,\"containerPort\":80,\"protocol\":\"tcp\"}],"
                        + "\"somethingElse\":[\"foobar\",\"baz\"]}"));
    }

    @Test
    void a02_withoutOverlapThereIsNoRuntimeConfig() {
        Attachment other = Attachment.builder(ID, Path.of(NETNS))
                .ifName(IF_NAME)
                .capability("portMappings22", List.of())
                .capability("somethingElse22", List.of("foobar"))
                .build();
        cni.add(CAPABLE, other);
        assertThat(json(noop.call("ADD").stdin()).has("runtimeConfig")).isFalse();
    }

    @Test
    void a03_validateReturnsTheTrueCapabilities() {
        assertThat(cni.validate(CAPABLE)).containsExactly("portMappings", "somethingElse");
    }

    @Test
    void a04_addRunsThePlugin() {
        CniResult result = cni.add(network, attachment);
        assertThat(result).isEqualTo(CniResult.parse(RESULT)).isInstanceOf(Result100.class);
        assertThat(noop.call("ADD").cni()).isEqualTo(environment("ADD"));
        assertThat(json(noop.call("ADD").stdin())).isEqualTo(stdin("1.1.0"));
    }

    @Test
    void a05_addRemembersConfigurationAndArguments() {
        cni.add(network, attachment);
        CachedAttachment cached = cni.attachment("apitest", attachment.id()).orElseThrow();
        assertThat(cached.config()).isEqualTo(network.bytes());
        assertThat(cached.attachment()).isEqualTo(attachment);
    }

    @Test
    void a06_theRememberedResultIsTheReturnedOne() {
        CniResult result = cni.add(network, attachment);
        assertThat(cni.cachedResult(network, attachment.id())).contains(result);
    }

    @Test
    void a07_theAttachmentIsListed() {
        cni.add(network, attachment);
        assertThat(cni.attachments()).hasSize(1).isEqualTo(cni.attachments(ID));
        CachedAttachment cached = cni.attachments().get(0);
        assertThat(cached.networkName()).isEqualTo("apitest");
        assertThat(cached.attachment()).isEqualTo(attachment);
        assertThat(cached.config()).isEqualTo(network.bytes());
        assertThat(cni.attachments("other")).isEmpty();
    }

    @Test
    void a08_anUnknownTypeIsNamed() {
        String text = "failed to find plugin \"does-not-exist\" in path [" + bin() + "]";
        assertThat(failure(() -> cni.add(missing(), attachment))).hasMessageContaining(text);
        assertThat(failure(() -> cni.check(missing(), attachment))).hasMessage(text);
        assertThat(failure(() -> cni.delete(missing(), attachment))).hasMessageContaining(text);
    }

    @Test
    void a09_thePluginsMessageSurfacesAlone() {
        for (String verb : List.of("ADD", "CHECK", "DEL")) {
            noop.fails(verb, 0, "plugin error: banana", "");
        }
        assertThat(failure(() -> cni.add(network, attachment)).msg()).isEqualTo("plugin error: banana");
        assertThat(failure(() -> cni.check(network, attachment))).hasMessage("plugin error: banana");
        assertThat(failure(() -> cni.delete(network, attachment)).msg()).isEqualTo("plugin error: banana");
    }

    @ParameterizedTest
    @EnumSource(CniMode.class)
    void a10_anUnusableCacheFailsAdd(CniMode mode) throws Exception {
        Files.createDirectories(cache());
        Files.writeString(cache().resolve("results"), "a file");
        assertThat(failure(() -> client().mode(mode).build().add(network, live()))
                        .errorCode())
                .isEqualTo("cni-cache-unwritable");
        // Nobody has to find out by a plugin that ran for nothing.
        assertThat(noop.calls()).hasSize(mode == CniMode.LIBCNI ? 1 : 0);
    }

    @Test
    void a11_checkTakesABareResultFromTheCache() {
        writeCache("apitest", OLD_RESULT);
        NetworkConfigList old = network("0.4.0");
        cni.check(old, attachment);
        ObjectNode expected = stdin("0.4.0");
        expected.set("prevResult", json(OLD_RESULT));
        assertThat(json(noop.call("CHECK").stdin())).isEqualTo(expected);
        assertThat(noop.call("CHECK").cni()).isEqualTo(environment("CHECK"));
    }

    @Test
    void a12_checkIsRefusedBefore040() {
        CniException failure = failure(() -> cni.check(network("0.3.1"), attachment));
        assertThat(failure).hasMessage("configuration version \"0.3.1\" does not support the CHECK command");
        assertThat(failure.errorCode()).isEqualTo("cni-check-unsupported");
        assertThat(noop.calls()).isEmpty();
    }

    @Test
    void a13_checkCarriesNothingOfTheCacheButTheResult() {
        cni.add(network, attachment);
        cni.check(network, attachment);
        assertThat(json(noop.call("CHECK").stdin()).get("prevResult")).isEqualTo(json(RESULT));
        assertThat(noop.call("CHECK").stdin()).doesNotContain("\"kind\"").doesNotContain("\"config\"");
    }

    @Test
    void a14_checkAt040PassesPrevResult() {
        writeCache("apitest", OLD_RESULT);
        cni.check(network("0.4.0"), attachment);
        assertThat(noop.call("CHECK").stdin()).contains("\"prevResult\":");
    }

    @Test
    void a15_checkRefusesJunk() {
        writeCache("apitest", "adfadsfasdfasfdsafaf");
        assertThat(failure(() -> cni.check(network, attachment)))
                .hasMessage("failed to get network \"apitest\" cached result: decoding version from network config: "
                        + "invalid character 'a' looking for beginning of value");
    }

    @Test
    void a16_checkConvertsAnotherVersion() {
        writeCache(
                "apitest",
                "{\"cniVersion\":\"0.3.1\",\"ips\":[{\"version\":\"4\",\"address\":\"10.1.2.3/24\"}],\"dns\":{}}");
        cni.check(network("0.4.0"), attachment);
        assertThat(json(noop.call("CHECK").stdin()).get("prevResult")).isEqualTo(json(OLD_RESULT));
    }

    @Test
    void a17_checkRefusesAnUnknownVersion() {
        writeCache(
                "apitest", "{\"cniVersion\":\"0.4567.0\",\"ips\":[{\"version\":\"4\",\"address\":\"10.1.2.3/24\"}]}");
        assertThat(failure(() -> cni.check(network, attachment)))
                .hasMessage("failed to get network \"apitest\" cached result: unsupported CNI result version "
                        + "\"0.4567.0\"");
    }

    @Test
    void a18_deletePassesPrevResultAndForgets() {
        cni.add(network, attachment);
        cni.delete(network, attachment);
        ObjectNode expected = stdin("1.1.0");
        expected.set("prevResult", json(RESULT));
        assertThat(json(noop.call("DEL").stdin())).isEqualTo(expected);
        assertThat(noop.call("DEL").cni()).isEqualTo(environment("DEL"));
        assertThat(cni.cachedResult(network, attachment.id())).isEmpty();
        assertThat(cni.attachment("apitest", attachment.id())).isEmpty();
        assertThat(cni.attachments()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(CniMode.class)
    void a19_deleteTwiceIsFine(CniMode mode) {
        CniClient client = client().mode(mode).build();
        client.add(network, live());
        client.delete(network, attachment);
        assertThat(cacheFile("apitest")).doesNotExist();
        client.delete(network, attachment);
        assertThat(noop.log()).containsExactly("noop ADD", "noop DEL", "noop DEL");
    }

    @Test
    void a20_deletePassesPrevResultFrom040On() {
        writeCache("apitest", OLD_RESULT);
        cni.delete(network("0.3.1"), attachment);
        assertThat(noop.call("DEL").stdin()).doesNotContain("prevResult");
        noop.clearLog();
        writeCache("apitest", OLD_RESULT);
        cni.delete(network("0.4.0"), attachment);
        assertThat(noop.call("DEL").stdin()).contains("\"prevResult\":");
    }

    @ParameterizedTest
    @EnumSource(CniMode.class)
    void a21_deleteToleratesWhateverLiesInTheCache(CniMode mode) {
        CniClient client = client().mode(mode).build();
        for (String content : List.of(
                "adfadsfasdfasfdsafaf",
                "",
                "{\"kind\":\"cniCacheV1\",\"containerId\":\"" + ID + "\",\"config\":\"eyJ",
                "{\"kind\":\"cniCacheV1\",\"containerId\":5}",
                "[]",
                "null",
                "{\"cniVersion\":\"0.3.1\",\"ips\":[{\"version\":\"4\",\"address\":\"10.1.2.3/24\"}],\"dns\":{}}",
                "{\"cniVersion\":\"0.4567.0\"}")) {
            writeCache("apitest", content);
            noop.clearLog();
            client.delete(network, attachment);
            assertThat(noop.log()).as(content).containsExactly("noop DEL");
            assertThat(cacheFile("apitest")).as(content).doesNotExist();
        }
    }

    @Test
    void a22_versionsAreThePluginsInItsOrder() {
        assertThat(cni.versions("noop"))
                .containsExactly("0.-42.0", "0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0");
        assertThat(failure(() -> cni.versions("does-not-exist")))
                .hasMessage("failed to find plugin \"does-not-exist\" in path [" + bin() + "]");
    }

    @Test
    void a23_validateLooksAtPluginAndVersion() {
        cni.validate(network);
        assertThat(failure(() -> cni.validate(missing())))
                .hasMessageContaining("failed to find plugin \"does-not-exist\" in path [" + bin() + "]");
        assertThat(failure(() -> cni.validate(network("broken"))))
                .hasMessageContaining("plugin noop does not support config version \"broken\"");
        cni.validate(single("{\"type\":\"noop\",\"name\":\"apitest\"}"));
    }

    @Test
    void aPluginThatAnswersNothingToAddHasFailed() {
        noop.on("ADD", "");
        for (CniMode mode : CniMode.values()) {
            assertThat(failure(() -> client().mode(mode).build().add(network, live())))
                    .hasMessageContaining("unexpected end of JSON input");
        }
    }

    @Test
    void theCacheIsLibcnisByteForByte() {
        Attachment full = attachment.toBuilder()
                .arg("K8S_POD_NAME", "<web> & \u2028")
                .capability("zeta", Map.of("b", 1, "a", List.of(1.5, true)))
                .build();
        cni.add(network, full);
        String config = java.util.Base64.getEncoder().encodeToString(network.bytes());
        assertThat(read(cacheFile("apitest")))
                .isEqualTo("{\"kind\":\"cniCacheV1\",\"containerId\":\"some-container-id\",\"config\":\"" + config
                        + "\",\"ifName\":\"some-eth0\",\"networkName\":\"apitest\",\"netns\":\"/some/netns/path\","
                        + "\"cniArgs\":[[\"DEBUG\",\"/tmp/debug\"],[\"K8S_POD_NAME\","
                        + "\"\\u003cweb\\u003e \\u0026 \\u2028\"]],\"capabilityArgs\":{\"portMappings\":"
                        + "[{\"hostPort\":8080,\"containerPort\":80,\"protocol\":\"tcp\"}],"
                        + "\"zeta\":{\"a\":[1.5,true],\"b\":1}},"
                        + "\"result\":{\"cniVersion\":\"1.1.0\",\"ips\":[{\"address\":\"10.1.2.3/24\"}]}}");
        assertThat(new String(network.bytes(), StandardCharsets.UTF_8)).contains("apitest");
    }

    @Test
    void emptyFieldsAreLeftOutOfTheCache() {
        cni.add(network, Attachment.builder(ID).ifName(IF_NAME).build());
        assertThat(read(cacheFile("apitest")))
                .startsWith("{\"kind\":\"cniCacheV1\",\"containerId\":\"some-container-id\",\"config\":\"")
                .contains("\",\"ifName\":\"some-eth0\",\"networkName\":\"apitest\",\"result\":{");
    }
}
