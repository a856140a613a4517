// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import io.podnet.api.internal.port.HostPorts;
import org.apiguardian.api.API;

/**
 * A pod that lives until this is closed, and not longer than this JVM: if that is killed, the next
 * {@link Podnet#recover()} of any process removes the pod.
 *
 * <p>Meanwhile this JVM holds a socket for each published port, so that nobody else takes it.
 *
 * <p><b>Threads</b>: any.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class RunningPod implements AutoCloseable {
    private final Pod pod;
    private final HostPorts ports;

    RunningPod(Pod pod, HostPorts ports) {
        this.pod = pod;
        this.ports = ports;
    }

    /**
     * Gives the pod.
     *
     * @return the pod, which runs
     */
    public Pod pod() {
        return pod;
    }

    /**
     * Starts a process inside the pod; it ends at the latest when this is closed.
     *
     * @param command what to start; its environment gets the variable {@code PODNET_POD} with the pod's id
     * @return the process
     */
    public Process exec(ProcessBuilder command) {
        return pod.exec(command);
    }

    /**
     * Removes the pod, whatever fails. Does nothing if it was removed before.
     *
     * @throws io.podnet.base.PodnetException the first failure, with the others suppressed in it; what could not be
     *     removed stays on record for {@link Podnet#recover()}
     */
    @Override
    public void close() {
        // The sockets go last: nobody is to get a port that a firewall rule still leads to the pod.
        try (ports) {
            pod.remove(true);
        } catch (PodException e) {
            if (!e.errorCode().equals("pod-unknown")) {
                throw e;
            }
        }
    }
}
