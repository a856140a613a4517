// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.api.PodId;
import io.podnet.api.PodnetEvent;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventFilterTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final PodId POD = new PodId("ab".repeat(32));

    private static final List<PodnetEvent> ALL = List.of(
            new PodCreated(NOON, POD, "web"),
            new PodStarted(NOON, POD, "web"),
            new NetworkCreated(NOON, "blue"),
            new NetworkConnected(NOON, POD, "web", "blue", "eth0"),
            new PluginCalled(
                    NOON,
                    "bridge",
                    CniVerb.ADD,
                    "blue",
                    Optional.of(new AttachmentId(POD.value(), "eth0")),
                    Duration.ofMillis(65),
                    Optional.of("no\nluck")),
            new NetworkDisconnected(NOON, POD, "web", "blue", "eth0"),
            new NetworkRemoved(NOON, "blue"),
            new PodStopped(NOON, POD, "web"),
            new PodRemoved(NOON, POD, "web"));

    private static List<String> matching(String... filters) {
        EventFilter.Converter converter = new EventFilter.Converter();
        List<EventFilter> all = Stream.of(filters).map(converter::convert).toList();
        return ALL.stream()
                .filter(each -> EventFilter.matches(all, each))
                .map(each -> each.type() + " " + each.action())
                .toList();
    }

    @Test
    void keysNarrowAndValuesOfOneKeyWiden() {
        assertThat(matching()).hasSize(9);
        assertThat(matching("type=network"))
                .containsExactly("network create", "network connect", "network disconnect", "network remove");
        assertThat(matching("event=create", "event=remove"))
                .containsExactly("pod create", "network create", "network remove", "pod remove");
        assertThat(matching("type=pod", "event=create")).containsExactly("pod create");
        assertThat(matching("plugin=bridge")).containsExactly("plugin add");
        assertThat(matching("network=blue")).hasSize(5);
        assertThat(matching("pod=web")).hasSize(6);
        assertThat(matching("pod=abab")).hasSize(7);
        assertThat(matching("network=red")).isEmpty();
    }

    @Test
    void unknownFiltersAreRefused() {
        assertThatThrownBy(() -> matching("foo=bar"))
                .hasMessage("invalid filter \"foo\": want one of event, network, plugin, pod, type");
        assertThatThrownBy(() -> matching("pod")).hasMessage("filter \"pod\" has no value: want pod=VALUE");
    }

    @Test
    void eachEventIsOneLine() {
        assertThat(ALL.stream().map(EventText::of))
                .allMatch(line -> line.startsWith("2026-11-24 12:00:00.000000000 +0000 UTC "))
                .contains(
                        "2026-11-24 12:00:00.000000000 +0000 UTC pod start " + POD + " (name=web)",
                        "2026-11-24 12:00:00.000000000 +0000 UTC network create blue",
                        "2026-11-24 12:00:00.000000000 +0000 UTC network connect blue (pod=" + POD
                                + ", name=web, interface=eth0)",
                        "2026-11-24 12:00:00.000000000 +0000 UTC plugin add bridge (network=blue, pod=" + POD
                                + ", interface=eth0, took=65ms, error=no?luck)");
    }
}
