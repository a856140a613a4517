// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.podnet.api.PodnetEvent;

/**
 * Feeds anything to what reads lines of the event log. The inputs in the resources are replayed by every build; {@code
 * scripts/fuzz} looks for more.
 */
class EventFuzzTest {
    /** A line is left out or read, and what is written again is one line that says the same. */
    @FuzzTest(maxDuration = "1m")
    void readsAnyLine(byte[] bytes) {
        EventJson.read(new String(bytes, UTF_8)).ifPresent(event -> {
            String line = EventJson.write(event);
            assertThat(line).doesNotContain("\n", "\r");
            PodnetEvent again = EventJson.read(line).orElseThrow();
            assertThat(EventJson.write(again)).isEqualTo(line);
            if (bytes.length < 2000) {
                assertThat(again).isEqualTo(event);
            }
        });
    }
}
