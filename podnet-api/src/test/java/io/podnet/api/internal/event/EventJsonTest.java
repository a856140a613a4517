// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.api.PodId;
import io.podnet.api.PodnetEvent;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.CniVerb;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {
    private static final Instant TIME = Instant.parse("2026-11-24T10:11:12.345678901Z");
    private static final PodId POD = new PodId("0123456789abcdef".repeat(4));

    static Stream<PodnetEvent> events() {
        return Stream.of(
                new PodnetEvent.PodCreated(TIME, POD, "web"),
                new PodnetEvent.PodStarted(TIME, POD, "web"),
                new PodnetEvent.PodStopped(TIME, POD, "web"),
                new PodnetEvent.PodRemoved(TIME, POD, "web"),
                new PodnetEvent.NetworkCreated(TIME, "blue"),
                new PodnetEvent.NetworkRemoved(TIME, "blue"),
                new PodnetEvent.NetworkConnected(TIME, POD, "web", "blue", "eth1"),
                new PodnetEvent.NetworkDisconnected(TIME, POD, "web", "blue", "eth1"),
                call(Optional.of(new AttachmentId("c0ffee", "eth0")), Optional.empty()),
                call(Optional.empty(), Optional.of("no such plugin")));
    }

    private static PodnetEvent call(Optional<AttachmentId> attachment, Optional<String> failure) {
        return new PodnetEvent.PluginCalled(
                TIME, "bridge", CniVerb.CHECK, "blue", attachment, Duration.ofNanos(1_234_000), failure);
    }

    @ParameterizedTest
    @MethodSource("events")
    void eachEventIsReadAsItIsWritten(PodnetEvent event) {
        String line = EventJson.write(event);

        assertThat(line).doesNotContain("\n");
        assertThat(EventJson.read(line)).contains(event);
    }

    @Test
    void keysAreThoseOfPodman() {
        assertThat(EventJson.write(new PodnetEvent.NetworkConnected(TIME, POD, "web", "blue", "eth1")))
                .isEqualTo(
                        "{\"ID\":\"" + POD.value() + "\",\"Name\":\"web\",\"network\":\"blue\",\"Status\":\"connect\","
                                + "\"Time\":\"2026-11-24T10:11:12.345678901Z\",\"Type\":\"network\","
                                + "\"Attributes\":{\"interface\":\"eth1\"}}");
        assertThat(EventJson.write(new PodnetEvent.NetworkCreated(TIME, "podman")))
                // The identifier that podman gives to the network of this name.
                .startsWith(
                        "{\"ID\":\"2f259bab93aaaaa2542ba43ef33eb990d0999ee1b9924b557b7be53c0b7a1bb9\",\"Name\":\"podman\",")
                .doesNotContain("Attributes");
        assertThat(EventJson.write(call(Optional.empty(), Optional.empty())))
                .doesNotContain("ID", "interface", "error");
    }

    @Test
    void whatAPluginSaysIsCut() {
        PodnetEvent longest = call(Optional.empty(), Optional.of("x".repeat(2000)));
        PodnetEvent tooLong = call(Optional.empty(), Optional.of("x".repeat(2001)));

        assertThat(EventJson.read(EventJson.write(tooLong))).contains(longest);
        assertThat(EventJson.read(EventJson.write(longest))).contains(longest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "[]",
                "{\"Time\":\"2026-11-24T10:11:12Z\"}",
                "{\"Time\":\"yesterday\",\"Type\":\"network\",\"Status\":\"create\",\"network\":\"blue\"}",
                "{\"Time\":\"2026-11-24T10:11:12Z\",\"Type\":\"volume\",\"Status\":\"create\"}",
                "{\"Time\":\"2026-11-24T10:11:12Z\",\"Type\":\"network\",\"Status\":\"prune\",\"network\":\"blue\"}",
                "{\"Time\":\"2026-11-24T10:11:12Z\",\"Type\":\"pod\",\"Status\":\"create\",\"ID\":\"x\"}",
                "{\"Time\":\"2026-11-24T10:11:12Z\",\"Type\":\"plugin\",\"Status\":\"prune\",\"network\":\"blue\"}",
            })
    void whatNobodyWroteIsNoEvent(String line) {
        assertThat(EventJson.read(line)).isEmpty();
    }

    @Test
    void aPodsStatusThatComesLaterIsNoEvent() {
        String line = EventJson.write(new PodnetEvent.PodCreated(TIME, POD, "web"));

        assertThat(EventJson.read(line.replace("\"create\"", "\"pause\""))).isEmpty();
    }
}
