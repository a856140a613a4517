// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.InvalidValueException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final Duration LATENCY = Duration.ofMillis(25);

    /** What the reference plugin gives the kernel for 8 Mbit/s and a burst of 1 Mbit. */
    @Test
    void computesWholeMicrosecondsThenTicks() {
        TokenBucket bucket = TokenBucket.of(1_000_000, 125_000, LATENCY);

        assertThat(bucket.bufferTicks()).isEqualTo(125_000 * 125 / 8);
        assertThat(bucket.limitBytes()).isEqualTo(25_000 + 125_000);
        // 3 bytes at 7 bytes a second are 428571.4 us.
        assertThat(TokenBucket.of(7, 3, LATENCY).bufferTicks()).isEqualTo((long) (428_571 * 15.625));
    }

    @Test
    void staysWithinThirtyTwoBits() {
        TokenBucket slow = TokenBucket.of(1, 4_000_000_000L, LATENCY);
        TokenBucket fast = TokenBucket.of(1_000_000_000_000L, 1, LATENCY);

        assertThat(slow.bufferTicks()).isEqualTo(0xffff_ffffL);
        assertThat(fast.limitBytes()).isEqualTo(0xffff_ffffL);
        assertThat(fast.bytesPerSecond()).isEqualTo(1_000_000_000_000L);
    }

    @Test
    void refusesWhatIsNoLimit() {
        assertThatThrownBy(() -> TokenBucket.of(0, 1, LATENCY))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("rate \"0\"");
        assertThatThrownBy(() -> new TokenBucket(1, -1, 0)).hasMessageContaining("buffer");
        assertThatThrownBy(() -> new TokenBucket(1, 0, 1L << 32)).hasMessageContaining("limit");
    }
}
