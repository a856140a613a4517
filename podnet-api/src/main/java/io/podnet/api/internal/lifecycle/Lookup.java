// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.NetworkMode;
import io.podnet.api.PodException;
import io.podnet.api.PodId;
import io.podnet.api.internal.Host;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Records;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds pods by what people call them, and those that share a namespace. */
final class Lookup {
    private final Host host;

    Lookup(Host host) {
        this.host = host;
    }

    /** Finds a pod by its name, its id, or the beginning of that. */
    PodRecord find(String nameOrId) {
        List<PodRecord> pods = host.records().all().pods();
        Optional<PodRecord> named = pods.stream()
                .filter(pod -> pod.name().equals(nameOrId) || pod.id().value().equals(nameOrId))
                .findFirst();
        if (named.isPresent()) {
            return named.get();
        }
        List<PodRecord> begun = pods.stream()
                .filter(pod -> !nameOrId.isEmpty() && pod.id().value().startsWith(nameOrId))
                .toList();
        if (begun.size() > 1) {
            throw new PodException("pod-ambiguous", "more than one result for pod ID " + nameOrId);
        }
        return begun.stream().findFirst().orElseThrow(() -> Records.unknown(nameOrId));
    }

    /** Follows a pod to the one whose namespace it shares in the end; itself, if it shares none. */
    PodRecord owner(PodRecord pod) {
        Set<PodId> seen = new LinkedHashSet<>();
        PodRecord owner = pod;
        while (owner.plan().mode() instanceof NetworkMode.Pod shared) {
            if (!seen.add(owner.id())) {
                throw new PodException(
                        "pod-circle",
                        "pod " + pod.name() + " shares its own network namespace, by way of "
                                + seen.stream().map(PodId::shortened).toList());
            }
            PodRecord sharer = owner;
            owner = host.records()
                    .find(new PodId(shared.nameOrId()))
                    .orElseThrow(() -> new PodException(
                            "pod-unknown",
                            "pod " + sharer.name() + ": pod " + shared.nameOrId()
                                    + ", whose network namespace it shares, is no more: no such pod"));
        }
        return owner;
    }

    /** Lists the pods that share a pod's namespace, by way of others too. */
    List<PodRecord> sharers(PodRecord owner) {
        return host.records().all().pods().stream()
                .filter(each -> !each.id().equals(owner.id()) && shares(each, owner.id()))
                .toList();
    }

    // One whose owner is gone shares nothing any more.
    private boolean shares(PodRecord pod, PodId owner) {
        Set<PodId> seen = new LinkedHashSet<>();
        Optional<PodRecord> next = Optional.of(pod);
        while (next.isPresent() && seen.add(next.get().id())) {
            if (!(next.get().plan().mode() instanceof NetworkMode.Pod shared)) {
                return false;
            }
            PodId id = new PodId(shared.nameOrId());
            if (id.equals(owner)) {
                return true;
            }
            next = host.records().find(id);
        }
        return false;
    }
}
