// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.api.PodId;
import io.podnet.api.PodnetEvent.NetworkConnected;
import io.podnet.api.PodnetEvent.NetworkCreated;
import io.podnet.api.PodnetEvent.NetworkDisconnected;
import io.podnet.api.PodnetEvent.NetworkRemoved;
import io.podnet.api.PodnetEvent.PluginCalled;
import io.podnet.api.PodnetEvent.PodCreated;
import io.podnet.api.PodnetEvent.PodRemoved;
import io.podnet.api.PodnetEvent.PodStarted;
import io.podnet.api.PodnetEvent.PodStopped;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.CniVerb;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JfrListenerTest {
    @Test
    void everyEventIsRecorded(@TempDir Path directory) throws IOException {
        PodId pod = PodId.random();
        Instant now = Instant.now();
        Path file = directory.resolve("podnet.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            JfrListener listener = new JfrListener();
            Stream.of(
                            new PodCreated(now, pod, "web"),
                            new PodStarted(now, pod, "web"),
                            new PodStopped(now, pod, "web"),
                            new PodRemoved(now, pod, "web"),
                            new NetworkCreated(now, "blue"),
                            new NetworkRemoved(now, "blue"),
                            new NetworkConnected(now, pod, "web", "blue", "eth0"),
                            new NetworkDisconnected(now, pod, "web", "blue", "eth0"),
                            new PluginCalled(
                                    now,
                                    "bridge",
                                    CniVerb.DEL,
                                    "blue",
                                    Optional.of(new AttachmentId(pod.value(), "eth0")),
                                    Duration.ofMillis(65),
                                    Optional.of("no luck")))
                    .forEach(listener::happened);
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                .filter(each -> each.getEventType().getName().startsWith("podnet."))
                .toList();
        assertThat(events)
                .extracting(each ->
                        each.getEventType().getName() + (each.hasField("action") ? " " + each.getString("action") : ""))
                .containsExactlyInAnyOrder(
                        "podnet.Pod create",
                        "podnet.Pod start",
                        "podnet.Pod stop",
                        "podnet.Pod remove",
                        "podnet.Network create",
                        "podnet.Network remove",
                        "podnet.Attachment connect",
                        "podnet.Attachment disconnect",
                        "podnet.PluginCall");
        assertThat(events)
                .filteredOn(each -> each.getEventType().getName().equals("podnet.PluginCall"))
                .singleElement()
                .satisfies(call -> {
                    assertThat(call.getString("plugin")).isEqualTo("bridge");
                    assertThat(call.getString("verb")).isEqualTo("DEL");
                    assertThat(call.getString("container")).isEqualTo(pod.value());
                    assertThat(call.getDuration("took")).isEqualTo(Duration.ofMillis(65));
                    assertThat(call.getString("failure")).isEqualTo("no luck");
                });
    }
}
