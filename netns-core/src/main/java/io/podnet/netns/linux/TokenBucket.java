// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import io.podnet.base.InvalidValueException;
import java.time.Duration;
import org.apiguardian.api.API;

/**
 * What a token bucket filter lets through, tc-tbf(8): a rate, a burst beyond it, and how much may wait.
 *
 * @param bytesPerSecond the rate, 1 or more
 * @param bufferTicks how long the burst takes at the rate, in ticks of 64 ns as the kernel counts them
 * @param limitBytes how much may wait; what comes on top is dropped
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record TokenBucket(long bytesPerSecond, long bufferTicks, long limitBytes) {
    /** PSCHED_SHIFT of net/pkt_sched.h is 6, so a tick is 64 ns; /proc/net/psched shows the same as 0x3e8 and 0x40. */
    private static final double TICKS_PER_MICROSECOND = 1000 / 64.0;

    private static final long MAX_U32 = 0xffff_ffffL;

    /**
     * Checks the numbers.
     *
     * @param bytesPerSecond the rate, 1 or more
     * @param bufferTicks how long the burst takes at the rate, in ticks of 64 ns as the kernel counts them
     * @param limitBytes how much may wait; what comes on top is dropped
     * @throws InvalidValueException if the rate is below 1, or one of the others is no unsigned number of 32 bits
     */
    public TokenBucket {
        if (bytesPerSecond < 1) {
            throw new InvalidValueException("rate", bytesPerSecond, "must be 1 byte per second or more");
        }
        checkU32("buffer", bufferTicks);
        checkU32("limit", limitBytes);
    }

    private static void checkU32(String field, long value) {
        if (value < 0 || value > MAX_U32) {
            throw new InvalidValueException(field, value, "must be 0 to " + MAX_U32);
        }
    }

    /**
     * Computes a filter as tc(8) and the CNI plugin {@code bandwidth} do: whole microseconds, then whole ticks.
     *
     * @param bytesPerSecond the rate, 1 or more
     * @param burstBytes how much may go through at once
     * @param latency how long a packet may wait at most
     * @return the filter; what does not fit into the kernel's 32 bits is the most that does
     */
    public static TokenBucket of(long bytesPerSecond, long burstBytes, Duration latency) {
        if (bytesPerSecond < 1) {
            throw new InvalidValueException("rate", bytesPerSecond, "must be 1 byte per second or more");
        }
        double microseconds = Math.floor((double) burstBytes * 1_000_000 / bytesPerSecond);
        double waiting = Math.floor((double) bytesPerSecond * latency.toNanos() / 1_000_000_000);
        return new TokenBucket(
                bytesPerSecond,
                Math.min((long) (microseconds * TICKS_PER_MICROSECOND), MAX_U32),
                Math.min((long) waiting + burstBytes, MAX_U32));
    }
}
