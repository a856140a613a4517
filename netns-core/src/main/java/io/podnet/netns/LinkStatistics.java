// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import org.apiguardian.api.API;

/**
 * What went through a link, counted by the kernel in 64 bits since the link was made, as seen from the namespace that the
 * link is in: what a pod's {@code eth0} received is what the pod received.
 *
 * @param rxBytes bytes received
 * @param rxPackets packets received
 * @param rxErrors bad packets received
 * @param rxDropped packets received and dropped, for lack of room or because nobody wanted them
 * @param txBytes bytes sent
 * @param txPackets packets sent
 * @param txErrors packets that could not be sent
 * @param txDropped packets dropped before they were sent
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record LinkStatistics(
        long rxBytes,
        long rxPackets,
        long rxErrors,
        long rxDropped,
        long txBytes,
        long txPackets,
        long txErrors,
        long txDropped) {
    /** Nothing at all. */
    public static final LinkStatistics NONE = new LinkStatistics(0, 0, 0, 0, 0, 0, 0, 0);

    /**
     * Adds up two links.
     *
     * @param other another link's
     * @return the sums
     */
    public LinkStatistics plus(LinkStatistics other) {
        return new LinkStatistics(
                rxBytes + other.rxBytes,
                rxPackets + other.rxPackets,
                rxErrors + other.rxErrors,
                rxDropped + other.rxDropped,
                txBytes + other.txBytes,
                txPackets + other.txPackets,
                txErrors + other.txErrors,
                txDropped + other.txDropped);
    }
}
