// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.PodState;
import io.podnet.api.internal.Host;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Sandbox;
import io.podnet.api.internal.record.Work;

/** Finishes or undoes a change of a pod that was cut off, or that failed half-way. */
final class Settling {
    private final Places places;
    private final Connection connection;
    private final Reloading reloading;
    private final Removal removal;
    private final Host host;

    Settling(Places places, Connection connection, Reloading reloading, Removal removal, Host host) {
        this.places = places;
        this.connection = connection;
        this.reloading = reloading;
        this.removal = removal;
        this.host = host;
    }

    /**
     * Settles a pod whose locks the caller holds, so that nobody is at work on it.
     *
     * @return the pod without work
     */
    PodRecord settle(PodRecord pod) {
        if (pod.work().isEmpty()) {
            return pod;
        }
        Work.Kind kind = pod.work().get().kind();
        boolean there =
                pod.sandbox().map(Sandbox::netns).flatMap(places::present).isPresent();
        if (kind.isWhole() || pod.state() != PodState.RUNNING || !there) {
            return pod.sandbox().isPresent()
                    ? removal.bare(pod)
                    : host.records().note(pod.settled());
        }
        PodRecord settled = connection.settle(pod);
        if (kind == Work.Kind.RELOAD) {
            reloading.reload(settled);
            return host.records().load(pod.id());
        }
        return settled;
    }
}
