// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.api.PodnetBuilder;
import io.podnet.e2e.shared.KeepsPluginState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real pods on the networks of which podman 4.3.1 was recorded, with the same options: their documents and podman's have
 * the same keys in the same order with the same values, but for those that no two runs have in common.
 */
@KeepsPluginState
class GoldenInspectTest {
    private static final Path RECORDED = Path.of("..", "inspect-model", "src", "test", "resources", "podman-4.3.1");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path config;

    @BeforeEach
    void podmansNetworkIsTheDefault() {
        System.setProperty(PodnetBuilder.DEFAULT_NETWORK_PROPERTY, "podman");
    }

    @AfterEach
    void nothingIsLeft() {
        podnet("rm", "--all", "--force").ok();
        System.clearProperty(PodnetBuilder.DEFAULT_NETWORK_PROPERTY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-default",
                "03-ports-random",
                "04-port-ipv6-host",
                "05-two-networks",
                "06-default-plus-one",
                "07-custom-single",
                "08-static-ip-mac-default",
                "10-dualstack",
                "11-v6only",
                "13-internal",
                "16-none",
                "17-host",
                "18-host-with-ports",
                "21-aliases",
                "25-private"
            })
    void aRunningPodIsShownAsPodmanShowsItsContainer(String recorded) throws Exception {
        networksOf(recorded);
        create(recorded);
        podnet("start", "c1").ok();
        compare(recorded);
    }

    @Test
    void aPodIsShownAsPodmanShowsItsContainerBeforeWhileAndAfterItRuns() throws Exception {
        String recorded = "15-created-then-started-then-stopped";
        networksOf(recorded + ".2-running");
        create(recorded);
        compare(recorded + ".1-created");
        podnet("start", "c1").ok();
        compare(recorded + ".2-running");
        podnet("stop", "c1").ok();
        compare(recorded + ".3-stopped");
    }

    @Test
    void aPodThatSharesShowsTheOwnersNetwork() throws Exception {
        networksOf("07-custom-single");
        create("07-custom-single");
        podnet("create", "--name", "c2", "--network", "container:c1").ok();
        podnet("start", "c1", "c2").ok();
        JsonNode owner = podnet("inspect", "c1").json().get(0);
        JsonNode sharer = podnet("inspect", "c2").json().get(0);
        assertThat(sharer.get("NetworkSettings")).isEqualTo(owner.get("NetworkSettings"));
        assertThat(sharer.at("/HostConfig/NetworkMode").asText())
                .isEqualTo("container:" + owner.get("Id").asText());
    }

    private Called podnet(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!arguments[0].equals("rm")) {
            all.addAll(1, List.of("--config-dir", config.toString()));
        }
        return Called.here(all.toArray(String[]::new));
    }

    /** The networks as podman had them, from the cache of CNI; dnsname, which serves names, shows in no document. */
    private void networksOf(String recorded) throws IOException {
        try (DirectoryStream<Path> caches = Files.newDirectoryStream(RECORDED, recorded + ".cnicache.*.json")) {
            for (Path each : caches) {
                JsonNode cache = JSON.readTree(each.toFile());
                JsonNode list = JSON.readTree(
                        Base64.getDecoder().decode(cache.get("config").asText()));
                Iterator<JsonNode> plugins = ((ArrayNode) list.get("plugins")).elements();
                while (plugins.hasNext()) {
                    if (plugins.next().get("type").asText().equals("dnsname")) {
                        plugins.remove();
                    }
                }
                JSON.writeValue(
                        config.resolve(list.get("name").asText() + ".conflist").toFile(), list);
            }
        }
    }

    private void create(String recorded) throws IOException {
        String line = Files.readAllLines(RECORDED.resolve(recorded + ".cmd")).get(0);
        String options = line.replaceFirst(".*--name c1", "")
                .replaceFirst("--rootfs.*", "")
                .strip();
        List<String> arguments = new ArrayList<>(List.of("create", "--name", "c1"));
        if (!options.isEmpty()) {
            arguments.addAll(List.of(options.split(" +")));
        }
        podnet(arguments.toArray(String[]::new)).ok();
    }

    private void compare(String recorded) throws IOException {
        JsonNode podman = JSON.readTree(
                Files.readString(RECORDED.resolve(recorded + ".networksettings.raw.json"), StandardCharsets.UTF_8));
        JsonNode ours = podnet("inspect", "c1").json().get(0).get("NetworkSettings");
        // As text, since the order of keys counts.
        assertThat(masked("", ours).toPrettyString())
                .isEqualTo(masked("", podman).toPrettyString());
    }

    /** What differs from run to run becomes a word, if it is there at all. */
    private static JsonNode masked(String key, JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(each -> object.set(each, masked(each, object.get(each))));
            return object;
        }
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, masked(key, array.get(i)));
            }
            return array;
        }
        String text = node.asText();
        boolean isVolatile = switch (key) {
            case "SandboxKey", "IPAddress", "GlobalIPv6Address", "MacAddress" -> !text.isEmpty();
            case "Aliases" -> text.matches("[0-9a-f]{12}");
            // Random ones are among them.
            case "HostPort" -> text.length() == 5;
            default -> false;
        };
        return isVolatile ? JSON.getNodeFactory().textNode("<" + key + ">") : node;
    }
}
