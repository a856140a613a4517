// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.PodException;
import io.podnet.api.PodId;
import io.podnet.api.PodState;
import io.podnet.api.RecoveryReport;
import io.podnet.api.internal.Host;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Records;
import io.podnet.api.internal.record.Sandbox;
import io.podnet.base.BootId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks through the records for pods that nobody looks after any more. */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class.getPackageName());

    private final Host host;
    private final Places places;
    private final Holding holding;
    private final Settling settling;
    private final Removal removal;
    private final Restoring restoring;
    private final Collector collector;

    Recovery(Host host, Places places, Holding holding, Settling settling, Removal removal, Restoring restoring) {
        this.host = host;
        this.places = places;
        this.holding = holding;
        this.settling = settling;
        this.removal = removal;
        this.restoring = restoring;
        this.collector = new Collector(host);
    }

    private enum Fate {
        REMOVED,
        STOPPED,
        FINISHED,
        RESTORED,
        LIVES
    }

    /** Does what must be done before a new pod: what the records tell, and no more. */
    void quick() {
        records(new Findings(), false, false);
    }

    /**
     * Repairs the grounds that pods stand on, if they are broken, and gives pods back what they lost with them. Whoever asks
     * for a pod comes by here, as there is no daemon that would have done it.
     */
    void mend() {
        if (host.grounds().areBroken()) {
            Findings findings = new Findings();
            records(findings, false, false);
            findings.report().failures().forEach(failure -> LOG.warn("not repaired: {}", failure.getMessage()));
        }
    }

    RecoveryReport run(boolean dryRun) {
        Findings findings = new Findings();
        records(findings, true, dryRun);
        collector.run(findings, dryRun);
        if (!dryRun) {
            findings.attempt(() -> host.locks().sweep(host.records()::ids));
        }
        return findings.report();
    }

    private void records(Findings findings, boolean thorough, boolean dryRun) {
        findings.attempt(host.grounds()::repair);
        Records.All all = host.records().all();
        BootId boot = BootId.current();
        for (PodRecord each : all.pods()) {
            if (fate(each, boot, thorough) == Fate.LIVES) {
                continue;
            }
            findings.attempt(() -> {
                Fate fate = dryRun ? fate(each, boot, true) : recover(each.id(), boot);
                switch (fate) {
                    case REMOVED -> findings.removed(each.id());
                    case STOPPED -> findings.stopped(each.id());
                    case FINISHED, RESTORED -> findings.finished(each.id());
                    case LIVES -> LOG.debug("somebody else recovered pod {}", each.id());
                }
            });
        }
        collector.halfWrittenRecords(findings, dryRun);
        all.newer().forEach(findings::failure);
        for (Records.Unusable each : all.unusable()) {
            findings.attempt(() -> {
                if (!dryRun) {
                    host.records().setAside(each.id());
                }
                findings.setAside("the record of pod " + each.id().shortened() + ": " + each.reason());
            });
        }
    }

    // Whoever is at work on a pod that lives has its lock: only what looks abandoned is worth waiting for it.
    private Fate fate(PodRecord pod, BootId boot, boolean thorough) {
        if (pod.isOrphaned()) {
            return Fate.REMOVED;
        }
        boolean cutOff = pod.work().filter(work -> work.isCutOff()).isPresent();
        if (pod.sandbox().isEmpty()) {
            return cutOff ? Fate.FINISHED : Fate.LIVES;
        }
        Sandbox sandbox = pod.sandbox().get();
        if (!sandbox.boot().equals(boot)) {
            return Fate.STOPPED;
        }
        if (pod.work().isPresent() && !cutOff) {
            return Fate.LIVES;
        }
        // Somebody may have removed it behind our back, or stopped the pod that it belongs to, or it went with the
        // rootless namespace that it was in. A pod with a runner is the runner's.
        boolean there = (thorough || cutOff) ? places.isThere(sandbox) : places.isLookedAt(sandbox);
        if (!cutOff && restoring.isNeeded(pod, there)) {
            return Fate.RESTORED;
        }
        if (pod.state() == PodState.RUNNING && pod.runner().isEmpty() && !there) {
            return Fate.STOPPED;
        }
        if (!cutOff) {
            return Fate.LIVES;
        }
        return pod.state() == PodState.RUNNING && !pod.work().get().kind().isWhole() ? Fate.FINISHED : Fate.STOPPED;
    }

    private Fate recover(PodId id, BootId boot) {
        try {
            return holding.change(id, pod -> {
                Fate fate = fate(pod, boot, true);
                switch (fate) {
                    case REMOVED -> removal.remove(pod);
                    case STOPPED -> removal.bare(pod);
                    case FINISHED -> settling.settle(pod);
                    case RESTORED -> restoring.restore(pod);
                    case LIVES -> {}
                }
                return fate;
            });
        } catch (PodException e) {
            if (e.errorCode().equals("pod-unknown")) {
                return Fate.LIVES;
            }
            throw e;
        }
    }
}
