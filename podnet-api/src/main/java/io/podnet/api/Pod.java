package io.podnet.api;

import io.podnet.api.internal.lifecycle.Pods;
import org.apiguardian.api.API;

/**
 * A pod: a network namespace of its own, attached to networks. This is a handle: the pod itself lives in its record and
 * in the kernel, and another process may have changed or removed it.
 *
 * <p><b>Threads</b>: any; what changes one pod happens one after the other, also across processes.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Pod {
    private final Pods pods;
    private final PodId id;
    private final String name;

    Pod(Pods pods, PodId id, String name) {
        this.pods = pods;
        this.id = id;
        this.name = name;
    }

    /**
     * Tells the pod's id.
     *
     * @return the id
     */
    public PodId id() {
        return id;
    }

    /**
     * Tells the pod's name.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Looks at the pod.
     *
     * @return what it is now
     * @throws PodException ({@code pod-unknown}) if it was removed
     */
    public PodInfo info() {
        return pods.info(id);
    }

    /**
     * Makes the pod's namespace and attaches it to its networks, the first as {@code eth0}. Everything is checked before
     * anything is made; if a step fails, what was made is removed again.
     *
     * <p><b>Privileges</b>: CAP_SYS_ADMIN and CAP_NET_ADMIN.
     *
     * @throws PodException ({@code pod-state-improper}) if it runs already, ({@code network-unknown},
     *     {@code network-unusable}, {@code port-in-use}, {@code privileges-missing}, {@code directory-unusable}) if it
     *     cannot be started, with nothing changed
     * @throws io.podnet.cni.CniException if a plugin fails
     */
    public void start() {
        pods.start(id);
    }

    /**
     * Starts a process inside the pod; it ends at the latest when the pod is stopped.
     *
     * <p><b>Privileges</b>: CAP_SYS_ADMIN.
     *
     * @param command what to start; its environment gets the variable {@code PODNET_POD} with the pod's id
     * @return the process
     * @throws PodException ({@code pod-state-improper}) if the pod does not run
     */
    public Process exec(ProcessBuilder command) {
        return pods.exec(id, command);
    }

    /**
     * Ends the processes that were started inside, detaches the pod from its networks in reverse order and removes its
     * namespace. Goes on to the end whatever fails; what could not be removed stays on record, and stopping again tries
     * again. Does nothing if the pod does not run.
     *
     * <p><b>Privileges</b>: CAP_SYS_ADMIN and CAP_NET_ADMIN.
     *
     * @throws io.podnet.base.PodnetException the first failure, with the others suppressed in it
     */
    public void stop() {
        pods.stop(id);
    }

    /**
     * Stops the pod and removes its record.
     *
     * <p><b>Privileges</b>: CAP_SYS_ADMIN and CAP_NET_ADMIN, if it runs.
     *
     * @throws io.podnet.base.PodnetException the first failure, with the others suppressed in it; the record stays then
     */
    public void remove() {
        pods.remove(id);
    }

    @Override
    public String toString() {
        return name + " (" + id.shortened() + ")";
    }
}
