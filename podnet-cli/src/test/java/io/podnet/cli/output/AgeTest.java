// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTest {
    @ParameterizedTest
    @CsvSource({
        "PT-5S, now",
        "PT0.9S, now",
        "PT1S, 1 second ago",
        "PT59S, 59 seconds ago",
        "PT1M, 1 minute ago",
        "PT59M59S, 59 minutes ago",
        "PT47H, 47 hours ago",
        "PT48H, 2 days ago",
    })
    void isSaidInTheLargestUnit(Duration age, String text) {
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        assertThat(Age.of(now.minus(age), now)).isEqualTo(text);
    }
}
