// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.port;

import io.podnet.api.PodId;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.base.PortMapping;
import java.util.Collection;
import java.util.Optional;

/** The ports that other pods have published, by their records: a pod that was started holds no socket. */
public final class PodPorts {
    private final PodId self;
    private final Collection<PodRecord> pods;

    /**
     * Looks at records.
     *
     * @param self the pod that wants ports
     * @param pods all pods
     */
    public PodPorts(PodId self, Collection<PodRecord> pods) {
        this.self = self;
        this.pods = pods;
    }

    /**
     * Finds the pod that has published a port.
     *
     * @param port a mapping of one port
     * @return the pod's name, if another pod has it
     */
    public Optional<String> holder(PortMapping port) {
        return pods.stream()
                .filter(pod -> !pod.id().equals(self))
                .filter(pod -> pod.sandbox().stream()
                        .flatMap(sandbox -> sandbox.ports().stream())
                        .anyMatch(each -> overlap(each, port)))
                .map(PodRecord::name)
                .findFirst();
    }

    static boolean overlap(PortMapping one, PortMapping other) {
        return one.protocol() == other.protocol()
                && one.hostPort() == other.hostPort()
                && (everywhere(one) || everywhere(other) || one.hostIp().equals(other.hostIp()));
    }

    private static boolean everywhere(PortMapping port) {
        return port.hostIp().isEmpty() || port.hostIp().get().isAnyLocalAddress();
    }
}
