// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.pods;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podnet.api.Pod;
import io.podnet.api.PodSpec;
import io.podnet.cni.Attachment;
import io.podnet.cni.CniClient;
import io.podnet.cni.CniVerb;
import io.podnet.cni.NetworkConfigList;
import io.podnet.e2e.NeedsExecutables;
import io.podnet.e2e.commands.Called;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** GC of a network of version 1.1.0, as plugins hear of it and as {@code podnet gc} prints it. */
class GcTest extends PodFixture {
    private ScriptedPlugin plugin;

    private void networkOfAScript() throws Exception {
        plugin = ScriptedPlugin.in(plugins);
        Files.writeString(
                config.resolve("new.conflist"),
                "{\"cniVersion\": \"1.1.0\", \"name\": \"new\", \"plugins\": [{\"type\": \"scripted\"}]}");
    }

    private Called gc(String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "gc",
                "--config-dir",
                config.toString(),
                "--plugin-dir",
                plugins.toString(),
                "--plugin-dir",
                "/usr/lib/cni"));
        arguments.addAll(List.of(options));
        return Called.here(arguments.toArray(String[]::new));
    }

    private static List<String> valid(String input) throws Exception {
        List<String> valid = new ArrayList<>();
        for (JsonNode each : new ObjectMapper().readTree(input).get("cni.dev/valid-attachments")) {
            valid.add(
                    each.get("containerID").asText() + " " + each.get("ifname").asText());
        }
        return valid;
    }

    /** Ours and those of others: what CNI remembers of anybody stays. */
    @Test
    @NeedsExecutables(because = "the plugin is a script")
    void pluginsAreToldOfAllThatIsAttached() throws Exception {
        networkOfAScript();
        Pod one = started(PodSpec.builder().name("one").network("new"));
        Pod two = started(PodSpec.builder().name("two").networks(List.of("blue", "new")));
        NetworkConfigList network = NetworkConfigList.load(config, "new");
        Attachment theirs =
                Attachment.builder("c0ffee", Path.of("/proc/self/ns/net")).build();
        try (CniClient cni = CniClient.builder().pluginPath(List.of(plugins)).build()) {
            cni.add(network, theirs);
            assertThat(podnet.recover(true).isEmpty()).isTrue();
            assertThat(plugin.inputs(CniVerb.GC)).isEmpty();
            assertThat(podnet.recover().isEmpty()).isTrue();
            assertThat(plugin.inputs(CniVerb.GC)).hasSize(1);
            assertThat(valid(plugin.inputs(CniVerb.GC).get(0)))
                    .containsExactlyInAnyOrder(one.id() + " eth0", two.id() + " eth1", "c0ffee eth0");

            plugin.fails(CniVerb.DEL);
            two.disconnect("new", true);
            plugin.recovers();
            plugin.fails(CniVerb.GC);
            Called failed = gc("--format", "json");
            assertThat(failed.status()).isEqualTo(125);
            String fault = "network \"new\": plugin type=\"scripted\" failed (gc): no luck; on purpose";
            assertThat(failed.err()).isEqualTo("Error: " + fault + "\n");
            JsonNode json = new ObjectMapper().readTree(failed.out());
            assertThat(json.get("Collected").get(0).asText())
                    .isEqualTo("eth1 of pod " + two.id().shortened() + " on network new");
            assertThat(json.get("Failures").get(0).asText()).isEqualTo(fault);
            assertThat(json.get("Removed")).isEmpty();
            plugin.recovers();
            assertThat(valid(plugin.inputs(CniVerb.GC).get(1)))
                    .containsExactlyInAnyOrder(one.id() + " eth0", "c0ffee eth0");
            assertThat(gc().ok().out()).isEmpty();
            assertThat(cni.attachment("new", theirs.id())).isPresent();
            cni.delete(network, theirs);
        }
        one.remove();
        two.remove();
    }

    @Test
    void jsonNamesPodsByTheirWholeIds() throws Exception {
        Pod pod = started(PodSpec.builder().network("blue"));
        String pin = String.valueOf(pod.info().netns().orElseThrow().getFileName());
        host.run("ip", "netns", "delete", pin).succeeded();
        JsonNode dry = gc("--dry-run", "--format", "json").json();
        JsonNode done = gc("--format", "json").json();
        assertThat(done).isEqualTo(dry);
        assertThat(done.get("Stopped").get(0).asText()).isEqualTo(pod.id().value());
        assertThat(done.fieldNames())
                .toIterable()
                .containsExactly("Removed", "Stopped", "Finished", "Collected", "SetAside", "Failures");
        pod.remove();
    }
}
