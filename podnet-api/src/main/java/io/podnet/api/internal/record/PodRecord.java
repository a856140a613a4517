// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.record;

import io.podnet.api.PodId;
import io.podnet.api.PodState;
import io.podnet.base.ProcessIdentity;
import java.time.Instant;
import java.util.Optional;

/**
 * All that podnet knows about a pod.
 *
 * @param id the pod's id
 * @param name its name, which no other pod has
 * @param created when it was created
 * @param plan what it is to be whenever it is started
 * @param runner the process without which the pod must not be there; empty if the pod lives on its own
 * @param state where it is in its life
 * @param work the change that has begun and not ended
 * @param sandbox what it has outside this record, or may have
 */
public record PodRecord(
        PodId id,
        String name,
        Instant created,
        PodPlan plan,
        Optional<ProcessIdentity> runner,
        PodState state,
        Optional<Work> work,
        Optional<Sandbox> sandbox) {
    /**
     * Records that a change begins.
     *
     * @param kind what is being done
     * @param touched what it may leave behind
     * @return a copy
     */
    public PodRecord begin(Work.Kind kind, Sandbox touched) {
        return copy(state, Optional.of(Work.here(kind)), Optional.of(touched));
    }

    /**
     * Records that a change failed half-way.
     *
     * @param kind what was being done, and is to be finished
     * @param left what may be left outside this record
     * @return a copy
     */
    public PodRecord unfinished(Work.Kind kind, Sandbox left) {
        return copy(state, Optional.of(new Work(kind, Optional.empty())), Optional.of(left));
    }

    /**
     * Records that a change has ended.
     *
     * @return a copy
     */
    public PodRecord settled() {
        return copy(state, Optional.empty(), sandbox);
    }

    /**
     * Records another plan.
     *
     * @param changed what the pod is to be from now on
     * @return a copy
     */
    public PodRecord with(PodPlan changed) {
        return new PodRecord(id, name, created, changed, runner, state, work, sandbox);
    }

    /**
     * Records what is there by now.
     *
     * @param changed what the pod has outside this record
     * @return a copy
     */
    public PodRecord with(Sandbox changed) {
        return copy(state, work, Optional.of(changed));
    }

    /**
     * Records that the pod runs.
     *
     * @param complete what it has outside this record
     * @return a copy
     */
    public PodRecord running(Sandbox complete) {
        return copy(PodState.RUNNING, Optional.empty(), Optional.of(complete));
    }

    /**
     * Records that nothing is left outside this record.
     *
     * @param now the pod's state from here on
     * @return a copy
     */
    public PodRecord bare(PodState now) {
        return copy(now, Optional.empty(), Optional.empty());
    }

    /**
     * Tells whether the process without which the pod must not be there is gone.
     *
     * @return true if it is to be removed
     */
    public boolean isOrphaned() {
        return runner.isPresent() && !runner.get().isAlive();
    }

    private PodRecord copy(PodState newState, Optional<Work> newWork, Optional<Sandbox> newSandbox) {
        return new PodRecord(id, name, created, plan, runner, newState, newWork, newSandbox);
    }
}
