// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.podnet.cni.AttachmentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Feeds anything to what reads markers. The inputs in the resources are replayed by every build; {@code scripts/fuzz} looks
 * for more.
 */
class MarkerFuzzTest {
    private static final AttachmentId ID = new AttachmentId("c0ffee", "eth0");

    /** Whatever lies in the place of a marker, it stands for no other attachment, and can be replaced and forgotten. */
    @FuzzTest(maxDuration = "1m")
    void readsAnyMarker(byte[] bytes) throws IOException {
        Path runtime = Files.createTempDirectory("marker-fuzz-");
        try {
            FileMemory memory = new FileMemory(runtime, "net", "bridge", () -> ID, "/run/netns/blue");
            Path file = Files.createDirectories(runtime.resolve("net/bridge")).resolve("c0ffee-eth0");
            Files.write(file, bytes);

            Map<String, String> facts = memory.facts();
            Map<AttachmentId, Map<String, String>> all = memory.all();
            if (all.isEmpty()) {
                assertThat(facts).isEmpty();
            } else {
                assertThat(all).containsOnly(Map.entry(all.keySet().iterator().next(), facts));
            }
            // A "-" may be on either side.
            assertThat(all.keySet()).allMatch(id -> (id.containerId() + "-" + id.ifName()).equals("c0ffee-eth0"));

            memory.keep(facts);
            assertThat(memory.facts()).isEqualTo(facts);
            assertThat(memory.markers()).isEqualTo(List.of(new FileMemory.Marker(ID, "/run/netns/blue", facts)));
            memory.forget(ID);
            assertThat(memory.markers()).isEmpty();
        } finally {
            try (Stream<Path> files = Files.walk(runtime)) {
                for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
