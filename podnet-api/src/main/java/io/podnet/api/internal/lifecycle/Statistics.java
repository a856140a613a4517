// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.PodState;
import io.podnet.api.PodStats;
import io.podnet.api.internal.record.NetnsPlace;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.netns.Netns;
import java.util.TreeMap;

/** Reads the counters of pods. */
final class Statistics {
    private final Places places;

    Statistics(Places places) {
        this.places = places;
    }

    /** Without any lock: a pod may go meanwhile, which the namespace's file tells. */
    PodStats read(PodRecord pod) {
        if (pod.state() != PodState.RUNNING) {
            throw Pods.improper(pod, "it is " + pod.state() + ", not running");
        }
        if (pod.sandbox().orElseThrow().netns() instanceof NetnsPlace.OfHost) {
            return new PodStats(pod.id(), pod.name(), new TreeMap<>());
        }
        try (Netns netns = places.open(pod)) {
            return new PodStats(pod.id(), pod.name(), netns.links().containerStatistics());
        }
    }
}
