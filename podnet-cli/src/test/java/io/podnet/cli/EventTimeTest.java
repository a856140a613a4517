// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private static Instant since(String text) {
        return EventTime.parse("--since", text, NOW, true);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T10:00:00Z, 2026-11-24T10:00:00Z",
        "2026-11-24T10:00:00.5+02:00, 2026-11-24T08:00:00.500Z",
        "2026-11-24 10:00:00Z, 2026-11-24T10:00:00Z",
        "1795514400, 2026-11-24T10:00:00Z",
        "1795514400.000000007, 2026-11-24T10:00:00.000000007Z",
        "10m, 2026-11-24T11:50:00Z",
        "1h30m, 2026-11-24T10:30:00Z",
        "1.5s, 2026-11-24T11:59:58.500Z",
        "250ms, 2026-11-24T11:59:59.750Z",
        "0s, 2026-11-24T12:00:00Z"
    })
    void whatPodmanTakesIsTaken(String text, Instant time) {
        assertThat(since(text)).isEqualTo(time);
    }

    @Test
    void aTimeWithoutAZoneIsThatOfThisPlace() {
        Instant midnight = LocalDateTime.of(2026, 11, 24, 0, 0)
                .atZone(ZoneId.systemDefault())
                .toInstant();
        assertThat(since("2026-11-24")).isEqualTo(midnight);
        assertThat(since("2026-11-24T00:00:00")).isEqualTo(midnight);
    }

    @Test
    void anEndIsInTheFuture() {
        assertThat(EventTime.parse("--until", "10m", NOW, false)).isEqualTo("2026-11-24T12:10:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "10x", "-1h", "2026-13-01", "2026-11-24T25:00:00Z", "1h 2m", "\u0661m"})
    void whatIsNoTimeIsNamed(String text) {
        assertThatThrownBy(() -> since(text))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("invalid --since \"" + text + "\": want a time");
    }
}
