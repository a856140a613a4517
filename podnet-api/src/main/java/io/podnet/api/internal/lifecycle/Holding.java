// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.PodId;
import io.podnet.api.internal.Host;
import io.podnet.api.internal.record.AttachmentRecord;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Sandbox;
import io.podnet.base.FileLocks.Held;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes the locks of a pod and of its networks, in the order that all keep to. */
final class Holding {
    private final Host host;

    Holding(Host host) {
        this.host = host;
    }

    /** What is done to a pod while its locks are held. */
    interface Change<T> {
        T apply(PodRecord pod);
    }

    /**
     * Changes a pod that is on record.
     *
     * @param more networks beyond those of the record
     */
    <T> T change(PodId id, Collection<String> more, Change<T> change) {
        while (true) {
            Set<String> networks = networks(host.records().load(id), more);
            try (Held held = hold(id, networks)) {
                Optional<PodRecord> pod = host.records().find(id);
                if (pod.isEmpty()) {
                    // Somebody removed it, and its lock's file; ours is a new one.
                    host.locks().forget(id);
                } else if (networks.containsAll(networks(pod.get(), more))) {
                    return change.apply(pod.get());
                }
                // It was connected to another network before we had its lock.
            }
        }
    }

    <T> T change(PodId id, Change<T> change) {
        return change(id, List.of(), change);
    }

    private static Set<String> networks(PodRecord pod, Collection<String> more) {
        Set<String> networks = new HashSet<>(more);
        networks.addAll(pod.plan().networkNames());
        pod.sandbox().map(Sandbox::attachments).orElse(List.of()).stream()
                .map(AttachmentRecord::network)
                .forEach(networks::add);
        return networks;
    }

    /** Takes the locks of a pod and of networks. */
    Held hold(PodId id, Collection<String> networkNames) {
        Held networks = host.locks().networks(networkNames);
        try {
            Held lock = host.locks().pod(id);
            return () -> {
                lock.close();
                networks.close();
            };
        } catch (RuntimeException e) {
            networks.close();
            throw e;
        }
    }
}
