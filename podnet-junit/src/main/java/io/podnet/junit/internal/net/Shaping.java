// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit.internal.net;

import io.podnet.netns.LinkName;
import java.time.Duration;

/** Writes how slow a link sends, for {@code tc -batch}. */
final class Shaping {
    private static final Duration QUEUE = Duration.ofMillis(100);

    /** A few full packets, so that the lowest rates get them through whole. */
    private static final long LEAST_BURST = 8 * 1600;

    /** What netem holds back has to fit: a gigabit of small packets for a tenth of a second, and more than enough else. */
    private static final int DELAYED_PACKETS = 100_000;

    private Shaping() {}

    static boolean differs(Faults before, Faults after) {
        return before.bitsPerSecond() != after.bitsPerSecond()
                || !before.delay().equals(after.delay());
    }

    /** Makes a link as slow as is wanted, whatever an earlier call has made of it, or has left half done. */
    static String write(LinkName link, Faults after) {
        // Only what somebody has set can be deleted; every kernel has pfifo.
        StringBuilder lines =
                new StringBuilder("qdisc replace dev %s root pfifo\nqdisc del dev %s root\n".formatted(link, link));
        String parent = "root handle 1:";
        if (!after.delay().isZero()) {
            lines.append("qdisc add dev %s %s netem delay %dus limit %d\n"
                    .formatted(link, parent, after.delay().toNanos() / 1000, DELAYED_PACKETS));
            parent = "parent 1:1 handle 2:";
        }
        if (after.bitsPerSecond() > 0) {
            long bytesPerSecond = Math.max(1, after.bitsPerSecond() / 8);
            // The kernel's timer may be late by some milliseconds: what it misses must fit into the bucket.
            long burst = Math.max(LEAST_BURST, bytesPerSecond / 100);
            long waiting = Math.max(LEAST_BURST, bytesPerSecond * QUEUE.toMillis() / 1000);
            lines.append("qdisc add dev %s %s tbf rate %dbit burst %d limit %d\n"
                    .formatted(link, parent, after.bitsPerSecond(), burst, burst + waiting));
        }
        return lines.toString();
    }
}
