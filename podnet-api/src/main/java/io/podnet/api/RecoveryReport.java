package io.podnet.api;

import java.util.List;
import org.apiguardian.api.API;

/**
 * What {@link Podnet#recover()} did.
 *
 * @param removed the pods that were removed, since what ran them is gone
 * @param stopped the pods that are stopped now, since a start or a stop of theirs was cut off, or the machine restarted
 * @param setAside the records that could not be read and were set aside, each with the reason
 * @param failures what could not be finished; it stays on record, and the next recovery tries again
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record RecoveryReport(
        List<PodId> removed, List<PodId> stopped, List<String> setAside, List<RuntimeException> failures) {
    /**
     * Copies what could change.
     *
     * @param removed the pods that were removed, since what ran them is gone
     * @param stopped the pods that are stopped now, since a start or a stop of theirs was cut off, or the machine
     *     restarted
     * @param setAside the records that could not be read and were set aside, each with the reason
     * @param failures what could not be finished; it stays on record, and the next recovery tries again
     */
    public RecoveryReport {
        removed = List.copyOf(removed);
        stopped = List.copyOf(stopped);
        setAside = List.copyOf(setAside);
        failures = List.copyOf(failures);
    }

    /**
     * Tells whether there was nothing to do.
     *
     * @return true if all lists are empty
     */
    public boolean isEmpty() {
        return removed.isEmpty() && stopped.isEmpty() && setAside.isEmpty() && failures.isEmpty();
    }
}
