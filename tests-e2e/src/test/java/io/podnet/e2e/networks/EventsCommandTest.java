// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.networks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podnet.api.PodSpec;
import io.podnet.api.Podnet;
import io.podnet.api.RunningPod;
import io.podnet.e2e.NeedsExecutables;
import io.podnet.e2e.commands.Called;
import io.podnet.testkit.Place;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code podnet events}, Flight Recorder and plugins are told. */
@KeepsNetworkState
class EventsCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PODNET =
            Path.of("..", "podnet").toAbsolutePath().normalize().toString();

    @TempDir
    private Path directory;

    @AfterEach
    void cleanUp() {
        Called.here("rm", "--all", "--force").ok();
        Called.here("network", "rm", "-f", "blue").ok();
        Place.host().run("sysctl", "-qw", "net.ipv4.ip_forward=0");
    }

    private static List<JsonNode> events(String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("events", "--no-stream", "--format", "json"));
        words.addAll(List.of(options));
        List<JsonNode> events = new ArrayList<>();
        for (String line :
                Called.here(words.toArray(String[]::new)).ok().out().lines().toList()) {
            events.add(JSON.readTree(line));
        }
        return events;
    }

    private static String brief(JsonNode event) {
        String plugin = event.path("Attributes").path("plugin").asText();
        return (event.path("Type").asText() + " " + event.path("Status").asText() + " " + plugin).strip();
    }

    @Test
    void whatHappensIsInTheLogOfAllProcesses() throws Exception {
        String since = Instant.now().toString();
        Called.here("network", "create", "--disable-dns", "blue").ok();
        Called.podnet("run", "--name", "web", "--network", "blue", "--", "true").ok();
        Called.here("network", "rm", "blue").ok();
        assertThat(events("--since", since).stream().map(EventsCommandTest::brief))
                .containsSubsequence(
                        "network create",
                        "plugin add bridge",
                        "plugin add tuning",
                        "network connect",
                        "plugin del tuning",
                        "plugin del bridge",
                        "network disconnect",
                        "network remove");
        assertThat(events("--since", since, "--filter", "event=connect", "--filter", "pod=web"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.path("Name").asText()).isEqualTo("web");
                    assertThat(event.path("network").asText()).isEqualTo("blue");
                    assertThat(event.path("ID").asText()).matches("[0-9a-f]{64}");
                    assertThat(event.path("Attributes").path("interface").asText())
                            .isEqualTo("eth0");
                });
        assertThat(events("--since", since, "--filter", "plugin=bridge", "--filter", "plugin=firewall"))
                .hasSize(4);
        assertThat(events("--until", since).stream().map(EventsCommandTest::brief))
                .doesNotContain("network remove");
        assertThat(Called.here("events", "--no-stream", "--since", since, "-f", "type=network")
                        .ok()
                        .out()
                        .lines())
                .first()
                .asString()
                .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{9} \\+0000 UTC network create blue");
        Called.here("events", "--since", "yesterday")
                .failed(
                        125,
                        "invalid --since \"yesterday\": want a time such as 2026-11-24T12:00:00Z, seconds since 1970, or a"
                                + " duration such as 10m");
    }

    @Test
    void aFollowerHearsOfOtherProcesses() throws Exception {
        Process follower = new ProcessBuilder(
                        PODNET, "events", "--since", Instant.now().toString(), "--filter", "network=blue")
                .start();
        try (BufferedReader lines = follower.inputReader(StandardCharsets.UTF_8)) {
            Called.here("network", "create", "--disable-dns", "blue").ok();
            assertThat(lines.readLine()).endsWith(" network create blue");
            Called.here("network", "rm", "blue").ok();
            assertThat(lines.readLine()).endsWith(" network remove blue");
        } finally {
            follower.destroy();
            assertThat(follower.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void flightRecorderIsTold() throws Exception {
        Path file = directory.resolve("podnet.jfr");
        ProcessBuilder run = new ProcessBuilder(PODNET, "run", "--name", "web", "--", "true").inheritIO();
        run.environment().put("JDK_JAVA_OPTIONS", "-XX:StartFlightRecording=settings=none,filename=" + file);
        assertThat(run.start().waitFor()).isZero();
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        Predicate<RecordedEvent> connected =
                each -> each.getEventType().getName().equals("podnet.Attachment")
                        && each.getString("action").equals("connect");
        assertThat(events).anyMatch(connected);
        assertThat(events.stream().map(each -> each.getEventType().getName())).contains("podnet.PluginCall");
    }

    @Test
    @NeedsExecutables(because = "the plugin is a script")
    void theTraceOfTheCallerReachesPlugins() throws Exception {
        Path plugins = Files.createDirectory(directory.resolve("plugins"));
        Path plugin = Files.writeString(plugins.resolve("trace"), """
                #!/bin/sh
                echo "$CNI_COMMAND $TRACEPARENT" >> %s/traces
                [ "$CNI_COMMAND" != ADD ] || echo '{"cniVersion": "1.0.0"}'
                """.formatted(directory));
        assertThat(plugin.toFile().setExecutable(true)).isTrue();
        Path networks = Files.createDirectory(directory.resolve("net.d"));
        Files.writeString(
                networks.resolve("traced.conflist"),
                "{\"cniVersion\":\"1.0.0\",\"name\":\"traced\",\"plugins\":[{\"type\":\"trace\"}]}");
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        try (Podnet podnet = Podnet.builder()
                        .configDirectory(networks)
                        .pluginPath(List.of(plugins))
                        .pluginEnvironment(() -> Map.of("TRACEPARENT", trace))
                        .open();
                RunningPod pod = podnet.run(PodSpec.builder().network("traced").build())) {
            assertThat(pod).isNotNull();
        }
        assertThat(directory.resolve("traces")).hasContent("ADD " + trace + "\nDEL " + trace + "\n");
    }
}
