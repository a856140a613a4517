package io.podnet.api.internal.lifecycle;

import io.podnet.api.PodId;
import io.podnet.api.RecoveryReport;
import io.podnet.api.internal.Host;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Records;
import io.podnet.base.BootId;
import io.podnet.base.FileLocks.Held;
import io.podnet.base.PodnetException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks through the records for pods that nobody looks after any more. */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Host host;
    private final Removal removal;

    Recovery(Host host, Removal removal) {
        this.host = host;
        this.removal = removal;
    }

    RecoveryReport run() {
        List<RuntimeException> failures = new ArrayList<>();
        try {
            host.grounds().repair();
        } catch (PodnetException e) {
            failures.add(e);
        }
        Records.All all = host.records().all();
        List<PodId> removed = new ArrayList<>();
        List<PodId> stopped = new ArrayList<>();
        List<String> setAside = new ArrayList<>();
        BootId boot = BootId.current();
        for (PodRecord each : all.pods()) {
            if (isLeft(each, boot)) {
                try {
                    recover(each, boot).ifPresent(gone -> (gone ? removed : stopped).add(each.id()));
                } catch (PodnetException | java.io.UncheckedIOException e) {
                    LOG.debug("pod {} cannot be recovered", each.id(), e);
                    failures.add(e);
                }
            }
        }
        for (Records.Unusable each : all.unusable()) {
            host.records().setAside(each.id());
            setAside.add("the record of pod " + each.id().shortened() + ": " + each.reason());
        }
        return new RecoveryReport(removed, stopped, setAside, failures);
    }

    // Whoever is at work on a pod that lives has its lock: only what looks abandoned is worth waiting for it.
    private boolean isLeft(PodRecord pod, BootId boot) {
        return pod.isOrphaned()
                || pod.work().filter(work -> work.isCutOff()).isPresent()
                || pod.sandbox().filter(sandbox -> !sandbox.boot().equals(boot)).isPresent()
                || isLost(pod);
    }

    // Whose namespace has gone, such as with the rootless namespace that it was in. A pod with a runner is the
    // runner's.
    private boolean isLost(PodRecord pod) {
        return pod.runner().isEmpty()
                && pod.work().isEmpty()
                && pod.sandbox()
                        .map(sandbox ->
                                host.grounds().look(host.settings().netns().resolve(sandbox.netns())))
                        .filter(Files::notExists)
                        .isPresent();
    }

    /** True if the pod was removed, false if it was stopped, empty if somebody else was faster. */
    private Optional<Boolean> recover(PodRecord seen, BootId boot) {
        try (Held networks = host.locks().networks(seen.networks());
                Held lock = host.locks().pod(seen.id())) {
            Optional<PodRecord> pod = host.records().find(seen.id());
            if (pod.isEmpty()) {
                host.locks().forget(seen.id());
                return Optional.empty();
            }
            if (!isLeft(pod.get(), boot)) {
                return Optional.empty();
            }
            if (pod.get().isOrphaned()) {
                removal.remove(pod.get());
                return Optional.of(true);
            }
            removal.bare(pod.get());
            return Optional.of(false);
        }
    }
}
