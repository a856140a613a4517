// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import java.util.List;
import org.apiguardian.api.API;

/**
 * What {@link Podnet#recover()} did.
 *
 * @param removed the pods that were removed, since what ran them is gone
 * @param stopped the pods that are stopped now, since a start or a stop of theirs was cut off, or the machine restarted
 * @param finished the pods that run on, and of which a connect, a disconnect or a reload was cut off: it is finished now, or
 *     undone
 * @param setAside the records that could not be read and were set aside, each with the reason
 * @param collected what no pod has any more and is gone now: attachments, such as {@code eth1 of pod 0123456789ab on
 *     network blue}, of records that were set aside or that a forced disconnect left, and files that were being written when
 *     their process was killed
 * @param failures what could not be finished; it stays on record, and the next recovery tries again
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record RecoveryReport(
        List<PodId> removed,
        List<PodId> stopped,
        List<PodId> finished,
        List<String> setAside,
        List<String> collected,
        List<RuntimeException> failures) {
    /**
     * Copies what could change.
     *
     * @param removed the pods that were removed
     * @param stopped the pods that are stopped now
     * @param finished the pods that run on, and of which a change was cut off
     * @param setAside the records that could not be read and were set aside
     * @param collected what no pod has any more and is gone now
     * @param failures what could not be finished
     */
    public RecoveryReport {
        removed = List.copyOf(removed);
        stopped = List.copyOf(stopped);
        finished = List.copyOf(finished);
        setAside = List.copyOf(setAside);
        collected = List.copyOf(collected);
        failures = List.copyOf(failures);
    }

    /**
     * Tells whether there was nothing to do.
     *
     * @return true if all lists are empty
     */
    public boolean isEmpty() {
        return removed.isEmpty()
                && stopped.isEmpty()
                && finished.isEmpty()
                && setAside.isEmpty()
                && collected.isEmpty()
                && failures.isEmpty();
    }
}
