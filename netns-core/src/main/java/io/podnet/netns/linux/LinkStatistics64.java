// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import java.nio.ByteBuffer;
import org.apiguardian.api.API;

/**
 * What has gone through a link, as {@code struct rtnl_link_stats64} of linux/if_link.h counts it; see
 * Documentation/networking/statistics.rst of the kernel. Counters never wrap in practice; print them with
 * {@link Long#toUnsignedString(long)} if a driver might misuse them.
 *
 * @param rxPackets packets received
 * @param txPackets packets sent
 * @param rxBytes bytes received
 * @param txBytes bytes sent
 * @param rxErrors bad packets received
 * @param txErrors packets that could not be sent
 * @param rxDropped packets received and dropped for lack of room
 * @param txDropped packets dropped instead of sent
 * @param multicast multicast packets received
 * @param collisions collisions during sends
 * @param rxLengthErrors packets received with a wrong length
 * @param rxOverErrors packets received that found the receiver's buffer full
 * @param rxCrcErrors packets received with a wrong checksum
 * @param rxFrameErrors packets received with a wrong alignment
 * @param rxFifoErrors packets lost to a full queue
 * @param rxMissedErrors packets that the host did not fetch in time
 * @param txAbortedErrors sends given up
 * @param txCarrierErrors sends without a carrier
 * @param txFifoErrors sends that found the queue empty
 * @param txHeartbeatErrors sends without a heartbeat
 * @param txWindowErrors sends after the window
 * @param rxCompressed compressed packets received
 * @param txCompressed compressed packets sent
 * @param rxNohandler packets received on a link that does not take any
 * @param rxOtherhostDropped packets received for another host; 0 on kernels before 5.19
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record LinkStatistics64(
        long rxPackets,
        long txPackets,
        long rxBytes,
        long txBytes,
        long rxErrors,
        long txErrors,
        long rxDropped,
        long txDropped,
        long multicast,
        long collisions,
        long rxLengthErrors,
        long rxOverErrors,
        long rxCrcErrors,
        long rxFrameErrors,
        long rxFifoErrors,
        long rxMissedErrors,
        long txAbortedErrors,
        long txCarrierErrors,
        long txFifoErrors,
        long txHeartbeatErrors,
        long txWindowErrors,
        long rxCompressed,
        long txCompressed,
        long rxNohandler,
        long rxOtherhostDropped) {
    /** What a kernel of 2.6.35, the first to have it, sends: all but the last two counters. */
    private static final int LEAST_BYTES = 23 * Long.BYTES;

    static LinkStatistics64 decode(ByteBuffer bytes) {
        if (bytes.limit() < LEAST_BYTES) {
            throw new MalformedMessageException("statistics", bytes.limit(), LEAST_BYTES, 25 * Long.BYTES);
        }
        return new LinkStatistics64(
                counter(bytes, 0),
                counter(bytes, 1),
                counter(bytes, 2),
                counter(bytes, 3),
                counter(bytes, 4),
                counter(bytes, 5),
                counter(bytes, 6),
                counter(bytes, 7),
                counter(bytes, 8),
                counter(bytes, 9),
                counter(bytes, 10),
                counter(bytes, 11),
                counter(bytes, 12),
                counter(bytes, 13),
                counter(bytes, 14),
                counter(bytes, 15),
                counter(bytes, 16),
                counter(bytes, 17),
                counter(bytes, 18),
                counter(bytes, 19),
                counter(bytes, 20),
                counter(bytes, 21),
                counter(bytes, 22),
                counter(bytes, 23),
                counter(bytes, 24));
    }

    /** Reads one counter; those that the kernel does not know yet are 0. */
    private static long counter(ByteBuffer bytes, int index) {
        int at = index * Long.BYTES;
        return at + Long.BYTES <= bytes.limit() ? bytes.getLong(at) : 0;
    }
}
