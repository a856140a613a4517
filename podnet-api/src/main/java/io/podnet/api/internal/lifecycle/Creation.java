package io.podnet.api.internal.lifecycle;

import io.podnet.api.PodException;
import io.podnet.api.PodId;
import io.podnet.api.PodSpec;
import io.podnet.api.PodState;
import io.podnet.api.internal.Host;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.base.FileLocks.Held;
import io.podnet.base.ProcessIdentity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Creates pods: a record each, and nothing else. */
final class Creation {
    private final Host host;

    Creation(Host host) {
        this.host = host;
    }

    /** Thinks of a pod, whose networks are there; nobody knows of it yet. */
    PodRecord draft(PodSpec spec, Optional<ProcessIdentity> runner) {
        List<String> networks =
                spec.networks().isEmpty() ? List.of(host.settings().defaultNetwork()) : spec.networks();
        networks.forEach(host.networks()::find);
        PodId id = PodId.random();
        return new PodRecord(
                id,
                spec.name().orElse(id.shortened()),
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                networks,
                spec.ports(),
                runner,
                PodState.CREATED,
                Optional.empty(),
                Optional.empty());
    }

    /** Adds a pod to the records, with what it may have outside of them from now on. */
    PodRecord add(PodRecord pod) {
        try (Held state = host.locks().state()) {
            refuseTwin(pod);
            return host.records().intend(pod);
        }
    }

    private void refuseTwin(PodRecord pod) {
        Optional<PodRecord> twin = host.records().all().pods().stream()
                .filter(each -> each.name().equals(pod.name()))
                .findFirst();
        if (twin.isPresent()) {
            throw new PodException(
                    "pod-name-in-use",
                    "the pod name \"" + pod.name() + "\" is already in use by "
                            + twin.get().id() + ". You have to remove that pod to be able to reuse that name");
        }
    }
}
