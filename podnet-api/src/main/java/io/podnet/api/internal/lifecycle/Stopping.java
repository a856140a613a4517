// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.PodException;
import io.podnet.api.PodId;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.base.Failures;
import java.util.List;

/**
 * Stops pods, and those that share their namespace before. Whoever stops an owner holds its lock before those of the
 * sharers, and so does whoever starts a sharer.
 */
final class Stopping {
    private final Holding holding;
    private final Lookup lookup;
    private final Removal removal;

    Stopping(Holding holding, Lookup lookup, Removal removal) {
        this.holding = holding;
        this.lookup = lookup;
        this.removal = removal;
    }

    void stop(PodId id) {
        holding.change(id, pod -> {
            if (pod.sandbox().isPresent()) {
                stopSharers(pod);
                removal.bare(pod);
            }
            return pod;
        });
    }

    void remove(PodId id, boolean force) {
        holding.change(id, pod -> {
            List<PodRecord> sharers = lookup.sharers(pod);
            if (!force && !sharers.isEmpty()) {
                throw new PodException(
                        "pod-shared",
                        "pod " + pod.id() + " has dependent pods which must be removed before it: "
                                + String.join(
                                        ", ",
                                        sharers.stream()
                                                .map(each -> each.id().value())
                                                .toList()));
            }
            stopSharers(pod);
            removal.remove(pod);
            return pod;
        });
    }

    private void stopSharers(PodRecord owner) {
        Failures failures = new Failures();
        for (PodRecord each : lookup.sharers(owner)) {
            if (each.sandbox().isPresent()) {
                failures.attempt(() -> stopSharer(each.id()));
            }
        }
        failures.throwIfAny();
    }

    private void stopSharer(PodId id) {
        try {
            holding.change(id, pod -> pod.sandbox().isPresent() ? removal.bare(pod) : pod);
        } catch (PodException e) {
            if (!e.errorCode().equals("pod-unknown")) {
                throw e;
            }
        }
    }
}
