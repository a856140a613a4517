// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.base.PortMapping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three plugins in a chain, as libcni calls them: A24 to A53 of the conformance list. */
class ChainTest extends ClientFixture {
    private static final String IP_RESULT = "{\"cniVersion\":\"1.1.0\",\"ips\":[{\"address\":\"10.1.2.3/24\"}]}";
    private static final String DNS_RESULT =
            "{\"cniVersion\":\"1.1.0\",\"ips\":[{\"address\":\"10.1.2.3/24\"}],\"dns\":{\"nameservers\":[\"1.2.3.4\"]}}";

    private FakePlugin one;
    private FakePlugin two;
    private FakePlugin three;
    private NetworkConfigList network;
    private Attachment attachment;
    private CniClient cni;

    @BeforeEach
    void install() {
        one = install("one").answers("ADD", IP_RESULT);
        two = install("two").answers("ADD", IP_RESULT);
        three = install("three").answers("ADD", DNS_RESULT);
        network = network("some-list", "1.1.0", "two", "");
        attachment = attachment(ID, IF_NAME);
        cni = libcni();
    }

    private static NetworkConfigList network(String name, String version, String second, String flags) {
        return NetworkConfigList.parse(
                "{\n  \"name\": \"" + name + "\",\n  \"cniVersion\": \"" + version + "\",\n" + flags
                        + "  \"plugins\": [\n"
                        + "    {\"type\": \"one\", \"some-key\": \"some-value\", \"capabilities\": "
                        + "{\"portMappings\": true, \"otherCapability\": true}},\n"
                        + "    {\"type\": \"" + second + "\", \"some-key\": \"some-other-value\", \"capabilities\": "
                        + "{\"otherCapability\": true}},\n"
                        + "    {\"type\": \"three\", \"some-key\": \"yet-another-value\"}\n  ]\n}");
    }

    private static Attachment attachment(String id, String ifName) {
        return Attachment.builder(id, Path.of(NETNS))
                .ifName(ifName)
                .arg("FOO", "BAR")
                .portMappings(List.of(PortMapping.tcp(8080, 80)))
                .capability("otherCapability", 33)
                .build();
    }

    private Attachment live() {
        return attachment.toBuilder().netns(LIVE).build();
    }

    private Map<String, String> environment(String verb) {
        return Map.of(
                "CNI_COMMAND", verb,
                "CNI_CONTAINERID", ID,
                "CNI_NETNS", NETNS,
                "CNI_IFNAME", IF_NAME,
                "CNI_ARGS", "FOO=BAR",
                "CNI_PATH", bin().toString());
    }

    private List<FakePlugin> plugins() {
        return List.of(one, two, three);
    }

    private ObjectNode stdin(int plugin) {
        String ports = "\"portMappings\":[{\"hostPort\":8080,\"containerPort\":80,\"protocol\":\"tcp\"}]";
        String text = switch (plugin) {
            case 0 ->
                "{\"type\":\"one\",\"some-key\":\"some-value\",\"capabilities\":{\"portMappings\":true,"
                        + "\"otherCapability\":true},\"runtimeConfig\":{" + ports + ",\"otherCapability\":33}}";
            case 1 ->
                "{\"type\":\"two\",\"some-key\":\"some-other-value\",\"capabilities\":"
                        + "{\"otherCapability\":true},\"runtimeConfig\":{\"otherCapability\":33}}";
            default -> "{\"type\":\"three\",\"some-key\":\"yet-another-value\"}";
        };
        ObjectNode stdin = (ObjectNode) json(text);
        return stdin.put("name", "some-list").put("cniVersion", "1.1.0");
    }

    @Test
    void a24_addRunsAllPluginsInOrder() {
        CniResult result = cni.add(network, attachment);
        assertThat(result).isEqualTo(CniResult.parse(DNS_RESULT));
        assertThat(result.dns().nameservers()).containsExactly("1.2.3.4");
        assertThat(one.log()).containsExactly("one ADD", "two ADD", "three ADD");
        for (int i = 0; i < 3; i++) {
            FakePlugin.Call call = plugins().get(i).call("ADD");
            ObjectNode expected = stdin(i);
            if (i > 0) {
                expected.set("prevResult", json(IP_RESULT));
            }
            assertThat(json(call.stdin())).isEqualTo(expected);
            assertThat(call.cni()).isEqualTo(environment("ADD"));
        }
    }

    @Test
    void a25_addRemembersResultConfigurationAndArguments() {
        CniResult result = cni.add(network, attachment);
        assertThat(cni.cachedResult(network, attachment.id())).contains(result);
        CachedAttachment cached = cni.attachment("some-list", attachment.id()).orElseThrow();
        assertThat(cached.config()).isEqualTo(network.bytes());
        assertThat(cached.attachment()).isEqualTo(attachment);
        assertThat(cached.result()).contains(result);
        assertThat(cached.isComplete()).isTrue();
    }

    @Test
    void a26_addNamesAnUnknownPlugin() {
        NetworkConfigList broken = network("some-list", "1.1.0", "does-not-exist", "");
        String text = "plugin type=\"does-not-exist\" failed (add): failed to find plugin \"does-not-exist\" in path ["
                + bin() + "]";
        assertThat(failure(() -> cni.add(broken, attachment))).hasMessage(text);
        assertThat(one.log()).containsExactly("one ADD");
        one.clearLog();
        assertThat(failure(() -> improved().add(broken, live()))).hasMessage("network \"some-list\": " + text);
        assertThat(one.log()).isEmpty();
    }

    @Test
    void a27_addRefusesABadContainerId() {
        CniException failure = failure(() -> cni.add(network, attachment("some-%%container-id", IF_NAME)));
        assertThat(failure)
                .hasMessage("plugin type=\"one\" failed (add): invalid characters in containerID; some-%%container-id");
        assertThat(failure.code()).isEqualTo(4);
        assertThat(failure.msg()).isEqualTo("invalid characters in containerID");
        assertThat(failure.details()).isEqualTo("some-%%container-id");
    }

    @Test
    void a28_addRefusesABadNetworkName() {
        NetworkConfigList bad = network("invalid-%%-name", "1.1.0", "two", "");
        CniException failure = failure(() -> cni.add(bad, attachment));
        assertThat(failure)
                .hasMessage(
                        "plugin type=\"one\" failed (add): invalid characters found in network name; invalid-%%-name");
        assertThat(failure.code()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "a29, '', interface name is empty, ''",
        "a30, 1234567890123456, interface name is too long, interface name should be less than 16 characters",
        "a31, ., interface name is . or .., ''",
        "a32, .., interface name is . or .., ''",
        "a33, test/test, interface name contains / or : or whitespace characters, ''",
        "a34, test:test, interface name contains / or : or whitespace characters, ''",
        "a35, test test, interface name contains / or : or whitespace characters, ''",
    })
    void a29_to_a35_addRefusesABadInterfaceName(String number, String ifName, String msg, String details) {
        for (CniMode mode : CniMode.values()) {
            CniException failure = failure(() -> client().mode(mode).build().add(network, attachment(ID, ifName)));
            assertThat(failure.code()).as(number).isEqualTo(4);
            assertThat(failure.msg()).as(number).isEqualTo(msg);
            assertThat(failure.details()).as(number).isEqualTo(details);
        }
        assertThat(one.calls()).isEmpty();
    }

    @Test
    void a36_addSurfacesTheSecondPluginsError() {
        two.fails("ADD", 0, "plugin error: banana", "");
        CniException failure = failure(() -> cni.add(network, attachment));
        assertThat(failure.msg()).isEqualTo("plugin error: banana");
        assertThat(failure).hasMessage("plugin type=\"two\" failed (add): plugin error: banana");
        assertThat(failure.plugin()).contains("two");
        assertThat(failure.verb()).contains(CniVerb.ADD);
        assertThat(failure.network()).contains("some-list");
        assertThat(failure.attachment()).contains(attachment.id());
        assertThat(one.log()).containsExactly("one ADD", "two ADD");
    }

    @Test
    void a37_andLeavesNoCacheFile() throws Exception {
        two.fails("ADD", 0, "plugin error: banana", "");
        for (CniMode mode : CniMode.values()) {
            failure(() -> client().mode(mode).build().add(network, live()));
            assertThat(cacheFile("some-list")).doesNotExist();
        }
    }

    @Test
    void a38_addFailsWhenTheCacheCannotBeWritten() throws Exception {
        Files.createDirectories(cache());
        Files.writeString(cache().resolve("results"), "a file");
        assertThat(failure(() -> cni.add(network, attachment)))
                .hasMessageStartingWith("failed to set network \"some-list\" cached result: ");
    }

    @Test
    void a39_checkGivesEveryPluginTheResult() {
        writeCache("some-list", IP_RESULT);
        cni.check(network, attachment);
        assertThat(one.log()).containsExactly("one CHECK", "two CHECK", "three CHECK");
        for (int i = 0; i < 3; i++) {
            FakePlugin.Call call = plugins().get(i).call("CHECK");
            ObjectNode expected = stdin(i);
            expected.set("prevResult", json(IP_RESULT));
            assertThat(json(call.stdin())).isEqualTo(expected);
            assertThat(call.cni()).isEqualTo(environment("CHECK"));
        }
    }

    @Test
    void a40_disableCheckMakesCheckSucceed() {
        NetworkConfigList disabled = network("some-list", "1.1.0", "two", "  \"disableCheck\": true,\n");
        cni.check(disabled, attachment);
        improved().check(disabled, attachment);
        assertThat(one.log()).isEmpty();
    }

    @Test
    void a41_checkAt040PassesTheResultToTheFirstPlugin() {
        String old = "{\"cniVersion\":\"0.4.0\",\"ips\":[{\"version\":\"4\",\"address\":\"10.1.2.3/24\"}],\"dns\":{}}";
        writeCache("some-list", old);
        cni.check(network("some-list", "0.4.0", "two", ""), attachment);
        assertThat(json(one.call("CHECK").stdin()).get("prevResult")).isEqualTo(json(old));
    }

    @Test
    void a42_checkIsRefusedBefore040() {
        NetworkConfigList old = network("some-list", "0.3.1", "two", "  \"disableCheck\": true,\n");
        for (CniMode mode : CniMode.values()) {
            CniException failure = failure(() -> client().mode(mode).build().check(old, attachment));
            assertThat(failure).hasMessage("configuration version \"0.3.1\" does not support the CHECK command");
            assertThat(failure.errorCode()).isEqualTo("cni-check-unsupported");
        }
    }

    @Test
    void a43_checkNamesAnUnknownPlugin() {
        assertThat(failure(() -> cni.check(network("some-list", "1.1.0", "does-not-exist", ""), attachment)))
                .hasMessage("failed to find plugin \"does-not-exist\" in path [" + bin() + "]");
    }

    @Test
    void a44_checkSurfacesTheSecondPluginsErrorWithoutPrefix() {
        two.fails("CHECK", 0, "plugin error: banana", "");
        assertThat(failure(() -> cni.check(network, attachment))).hasMessage("plugin error: banana");
        assertThat(one.log()).containsExactly("one CHECK", "two CHECK");
    }

    @Test
    void a45_checkRefusesJunk() {
        writeCache("some-list", "adfadsfasdfasfdsafaf");
        for (CniMode mode : CniMode.values()) {
            assertThat(failure(() -> client().mode(mode).build().check(network, attachment)))
                    .hasMessage("failed to get network \"some-list\" cached result: decoding version from network "
                            + "config: invalid character 'a' looking for beginning of value");
        }
    }

    @Test
    void a46_deleteRunsAllPluginsInReverse() {
        cni.delete(network, attachment);
        assertThat(one.log()).containsExactly("three DEL", "two DEL", "one DEL");
        for (int i = 0; i < 3; i++) {
            FakePlugin.Call call = plugins().get(i).call("DEL");
            assertThat(json(call.stdin())).isEqualTo(stdin(i));
            assertThat(call.cni()).isEqualTo(environment("DEL"));
        }
        assertThat(cni.cachedResult(network, attachment.id())).isEmpty();
        assertThat(cni.attachment("some-list", attachment.id())).isEmpty();
    }

    @Test
    void a47_deleteAt040PassesTheResult() {
        String old = "{\"cniVersion\":\"0.4.0\",\"ips\":[{\"version\":\"4\",\"address\":\"10.1.2.3/24\"}],\"dns\":{}}";
        writeCache("some-list", old);
        cni.delete(network("some-list", "0.4.0", "two", ""), attachment);
        for (FakePlugin each : plugins()) {
            assertThat(json(each.call("DEL").stdin()).get("prevResult")).isEqualTo(json(old));
        }
    }

    @Test
    void a48_deleteBefore040PassesNone() {
        writeCache("some-list", "{\"cniVersion\":\"0.3.1\",\"ips\":[{\"version\":\"4\",\"address\":\"10.1.2.3/24\"}]}");
        cni.delete(network("some-list", "0.3.1", "two", ""), attachment);
        assertThat(one.call("DEL").stdin()).doesNotContain("prevResult");
        assertThat(cacheFile("some-list")).doesNotExist();
    }

    @Test
    void a49_deleteNamesAnUnknownPlugin() {
        NetworkConfigList broken = network("some-list", "1.1.0", "does-not-exist", "");
        String text =
                "plugin type=\"does-not-exist\" failed (delete): failed to find plugin \"does-not-exist\" in path ["
                        + bin() + "]";
        assertThat(failure(() -> cni.delete(broken, attachment))).hasMessage(text);
        assertThat(one.log()).containsExactly("three DEL");
        one.clearLog();
        assertThat(failure(() -> improved().delete(broken, attachment))).hasMessage("network \"some-list\": " + text);
        assertThat(one.log()).containsExactly("three DEL", "one DEL");
    }

    @Test
    void a50_deleteSurfacesAPluginsErrorAndStops() {
        two.fails("DEL", 0, "plugin error: banana", "");
        CniException failure = failure(() -> cni.delete(network, attachment));
        assertThat(failure.msg()).isEqualTo("plugin error: banana");
        assertThat(failure).hasMessage("plugin type=\"two\" failed (delete): plugin error: banana");
        assertThat(one.log()).containsExactly("three DEL", "two DEL");
    }

    @Test
    void a51_deleteToleratesJunk() {
        writeCache("some-list", "adfadsfasdfasfdsafaf");
        cni.delete(network, attachment);
        assertThat(one.log()).containsExactly("three DEL", "two DEL", "one DEL");
        assertThat(one.call("DEL").stdin()).doesNotContain("prevResult");
        assertThat(cacheFile("some-list")).doesNotExist();
    }

    @Test
    void a52_validateReturnsAllCapabilitiesOrNamesAnUnknownPlugin() {
        assertThat(cni.validate(network)).containsExactly("otherCapability", "portMappings");
        assertThat(failure(() -> cni.validate(network("some-list", "1.1.0", "nope", ""))))
                .hasMessage("[failed to find plugin \"nope\" in path [" + bin() + "]]");
    }

    @Test
    void a53_validateNamesAnUnsupportedVersionOncePerPlugin() {
        NetworkConfigList same =
                NetworkConfigList.parse("{\"name\":\"some-list\",\"cniVersion\":\"broken\",\"plugins\":"
                        + "[{\"type\":\"one\"},{\"type\":\"one\"},{\"type\":\"one\"}]}");
        String each = "plugin one does not support config version \"broken\"";
        assertThat(failure(() -> cni.validate(same))).hasMessage("[" + each + " " + each + " " + each + "]");
    }

    @Test
    void aPluginsOwnNameStandsInTheMessage() {
        one.fails("ADD", 7, "no", "");
        NetworkConfigList named = NetworkConfigList.parse(
                "{\"name\":\"some-list\",\"cniVersion\":\"1.1.0\",\"plugins\":[{\"type\":\"one\",\"name\":\"own\"}]}");
        assertThat(failure(() -> cni.add(named, attachment)))
                .hasMessage("plugin type=\"one\" name=\"own\" failed (add): no");
    }
}
