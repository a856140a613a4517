// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import io.podnet.api.internal.lifecycle.Pods;
import io.podnet.inspect.Fidelity;
import io.podnet.inspect.InspectDocument;
import io.podnet.inspect.Inspector;
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
        start(AddressRequest.none());
    }

    /**
     * Starts the pod as {@link #start()} does, with addresses on its first network that count for this start only.
     *
     * <p><b>Privileges</b>: CAP_SYS_ADMIN and CAP_NET_ADMIN.
     *
     * @param once the addresses; forgotten also if the start fails
     * @throws PodException as {@link #start()}, and ({@code address-unusable}) if no subnet of the network has the address
     * @throws io.podnet.cni.CniException if a plugin fails
     */
    public void start(AddressRequest once) {
        pods.start(id, once);
    }

    /**
     * Starts the pod as {@link #start()} does, around the network namespace of a process instead of a new one: pins
     * that namespace, and attaches it to the pod's networks. The process is not the pod's: it goes on when the pod is
     * stopped, with the network that it then has left.
     *
     * <p><b>Privileges</b>: CAP_SYS_ADMIN and CAP_NET_ADMIN.
     *
     * @param pid the process
     * @throws PodException as {@link #start()}, and ({@code netns-unknown}) if there is no such process, or it is in this
     *     process's own namespace, ({@code network-mode-invalid}) if the pod's mode gives it no namespace of its own
     * @throws io.podnet.cni.CniException if a plugin fails
     */
    public void startAround(long pid) {
        pods.startAround(id, pid);
    }

    /**
     * Starts a process inside the pod, with the pod's own {@code /etc/resolv.conf} and {@code /etc/hosts}; it ends at the
     * latest when the pod is stopped.
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
     * Attaches the pod to one more network: at once if it runs, else when it is started. If that fails, the pod is as it
     * was.
     *
     * <p><b>Privileges</b>: CAP_SYS_ADMIN and CAP_NET_ADMIN, if it runs.
     *
     * @param network the network, and how the pod is to be on it
     * @return the interface; without addresses unless the pod runs
     * @throws PodException ({@code network-mode-invalid}) if the pod's mode is not bridge, ({@code network-unknown}) if the
     *     network is not there, ({@code network-connected}) if the pod runs and is on it already, ({@code address-unusable})
     *     if no subnet of the network has an address that is wanted
     * @throws io.podnet.cni.CniException if a plugin fails
     */
    public PodAttachment connect(PodNetwork network) {
        return pods.connect(id, network);
    }

    /**
     * Detaches the pod from a network, which it is not attached to by later starts either. Its other networks, and the
     * loopback, are left alone.
     *
     * <p><b>Privileges</b>: CAP_SYS_ADMIN and CAP_NET_ADMIN, if it runs.
     *
     * @param network the network's name, or its id or the beginning of that
     * @param force whether to succeed even if a plugin fails; what is left goes when {@link Podnet#recover(boolean)}
     *     finds it
     * @throws PodException ({@code network-mode-invalid}) if the pod's mode is not bridge, ({@code network-unknown}) if the
     *     network is not there, ({@code network-not-connected}) if the pod is not on it
     * @throws io.podnet.cni.CniException if a plugin fails and it is not forced; the pod is not on the network any more,
     *     and what is left of it goes when this is called again, when the pod is stopped, or by recovery
     */
    public void disconnect(String network, boolean force) {
        pods.disconnect(id, network, force);
    }

    /**
     * Attaches the pod to all its networks again, with the addresses that it has: for when firewall rules were flushed.
     *
     * <p><b>Privileges</b>: CAP_SYS_ADMIN and CAP_NET_ADMIN.
     *
     * @return its interfaces, and what was found missing
     * @throws PodException ({@code pod-state-improper}) if it does not run, ({@code network-mode-invalid}) if its mode is
     *     not bridge
     * @throws io.podnet.cni.CniException if a plugin fails; stopping the pod removes what is left
     */
    public ReloadReport reload() {
        return pods.reload(id);
    }

    /**
     * Reads the counters of the pod's interfaces, from the pod's point of view.
     *
     * <p><b>Privileges</b>: CAP_SYS_ADMIN.
     *
     * @return the counters
     * @throws PodException ({@code pod-state-improper}) if it does not run
     */
    public PodStats stats() {
        return pods.stats(id);
    }

    /**
     * Makes the document that {@code podman inspect} prints about a container, as far as it concerns networks, by the
     * converter that the property {@code podnet.inspect.backend} names, else by the rules of podman 4.3.1.
     *
     * <p><b>Privileges</b>: none; CAP_SYS_ADMIN in mode {@code ns:PATH}, without which the addresses are missing.
     *
     * @return the document
     * @throws PodException ({@code pod-unknown}) if it was removed
     * @throws io.podnet.base.NoBackendException if there is no such converter
     */
    public InspectDocument inspect() {
        return inspect(Inspector.builder().build());
    }

    /**
     * Makes the same document by an inspector of the caller's choice. Unless that is to follow podman to the letter
     * ({@link Fidelity#PODMAN}), the document of a pod that runs and has published ports says in the field
     * {@code PublishedPorts}, after podman's own, who serves each of them and whether the pod sees the addresses of clients.
     *
     * @param inspector says by which rules
     * @return the document
     * @throws PodException ({@code pod-unknown}) if it was removed
     */
    public InspectDocument inspect(Inspector inspector) {
        return pods.inspect(id, inspector);
    }

    /**
     * Ends the processes that were started inside, detaches the pod from its networks in reverse order and removes its
     * namespace. Goes on to the end whatever fails; what could not be removed stays on record, and stopping again tries
     * again. Pods that share its namespace are stopped before. Does nothing if the pod does not run.
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
     * @throws PodException ({@code pod-shared}) if other pods are made to share its namespace
     * @throws io.podnet.base.PodnetException the first failure, with the others suppressed in it; the record stays then
     */
    public void remove() {
        remove(false);
    }

    /**
     * Stops the pod and removes its record.
     *
     * <p><b>Privileges</b>: CAP_SYS_ADMIN and CAP_NET_ADMIN, if it runs.
     *
     * @param force whether to remove it although other pods are made to share its namespace; those are stopped
     * @throws PodException ({@code pod-shared}) if it is not forced, and other pods are made to share its namespace
     * @throws io.podnet.base.PodnetException the first failure, with the others suppressed in it; the record stays then
     */
    public void remove(boolean force) {
        pods.remove(id, force);
    }

    @Override
    public String toString() {
        return name + " (" + id.shortened() + ")";
    }
}
