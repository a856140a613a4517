// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import io.podnet.api.internal.Host;
import io.podnet.api.internal.event.EventReader;
import io.podnet.api.internal.lifecycle.NetworkTeardown;
import io.podnet.api.internal.lifecycle.Pods;
import io.podnet.api.internal.lifecycle.Started;
import io.podnet.api.internal.record.PodRecord;
import java.util.List;
import java.util.function.Consumer;
import org.apiguardian.api.API;

/**
 * Pods on the networks of this host.
 *
 * <pre>{@code
 * try (Podnet podnet = Podnet.open();
 *         RunningPod web = podnet.run(PodSpec.builder().publish(PortMapping.tcp(8080, 80)).build())) {
 *     web.exec(new ProcessBuilder("python3", "-m", "http.server", "80").inheritIO()).waitFor();
 * }
 * }</pre>
 *
 * <p>Before anything is made outside the records, what may be left behind is on disk: after a {@code kill -9} or a power
 * cut {@link #recover()} removes or finishes it.
 *
 * <p><b>Threads</b>: any, and any number of processes on the same directories. <b>Privileges</b>: the methods say which.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Podnet implements AutoCloseable {
    private final Host host;
    private final Pods pods;

    Podnet(Host host) {
        this.host = host;
        this.pods = new Pods(host);
    }

    /**
     * Opens podnet with its usual directories.
     *
     * @return podnet
     */
    public static Podnet open() {
        return builder().open();
    }

    /**
     * Starts with the usual directories, any of which can be set.
     *
     * @return a builder
     */
    public static PodnetBuilder builder() {
        return new PodnetBuilder();
    }

    /**
     * Creates a pod, which is only a record until it is started.
     *
     * @param spec what it is to be
     * @return the pod
     * @throws PodException ({@code pod-name-in-use}) if another pod has its name, ({@code network-unknown}) if one of its
     *     networks is not there
     */
    public Pod create(PodSpec spec) {
        return pod(pods.create(spec));
    }

    /**
     * Creates and starts a pod that lives until it is closed, and not longer than this JVM. Before that, does what
     * {@link #recover()} does.
     *
     * <p><b>Privileges</b>: CAP_SYS_ADMIN and CAP_NET_ADMIN.
     *
     * @param spec what it is to be
     * @return the pod
     * @throws PodException if it cannot be, with nothing changed; the codes are those of {@link #create} and
     *     {@link Pod#start}
     * @throws io.podnet.cni.CniException if a plugin fails, with everything removed again
     */
    public RunningPod run(PodSpec spec) {
        Started started = pods.run(spec);
        return new RunningPod(pod(started.info()), started.ports());
    }

    /**
     * Finds a pod.
     *
     * @param nameOrId its name, its id, or the beginning of its id
     * @return the pod
     * @throws PodException ({@code pod-unknown}) if there is none, ({@code pod-ambiguous}) if several ids begin so
     */
    public Pod pod(String nameOrId) {
        PodRecord found = pods.find(nameOrId);
        return new Pod(pods, found.id(), found.name());
    }

    /**
     * Lists the pods.
     *
     * @return what each is now, in the order of their creation; pods whose records cannot be read are missing
     */
    public List<PodInfo> pods() {
        return pods.list();
    }

    /**
     * Makes a network, as a configuration that podman and libcni read too. Everything is checked before anything changes.
     *
     * <pre>{@code
     * NetworkInfo backend = podnet.createNetwork(NetworkSpec.builder().name("backend").internal().build());
     * }</pre>
     *
     * <p><b>Privileges</b>: those that the directories of networks and records ask for.
     *
     * @param spec what it is to be
     * @return what it is, with the name, the bridge and the subnets that were chosen
     * @throws PodException ({@code network-invalid}) if the description does not fit together or does not fit this host,
     *     ({@code network-exists}) if there is a network of its name, ({@code directory-unusable}) if it cannot be written
     * @throws io.podnet.cni.CniException if a plugin that it needs is missing
     */
    public NetworkInfo createNetwork(NetworkSpec spec) {
        return host.networkChanges().create(spec);
    }

    /**
     * Lists the networks.
     *
     * @return what each is, by name; files that cannot be used are logged and left out
     */
    public List<NetworkInfo> networks() {
        return host.networks().infos();
    }

    /**
     * Describes a network.
     *
     * @param nameOrId its name, its id, or the beginning of its id
     * @return what it is
     * @throws PodException ({@code network-unknown}) if there is none, ({@code network-ambiguous}) if several ids begin so,
     *     ({@code network-unusable}) if its subnets are none
     * @throws io.podnet.cni.CniException if its configuration cannot be used
     */
    public NetworkInfo network(String nameOrId) {
        return host.networks().info(nameOrId);
    }

    /**
     * Removes a network that nobody uses, and its bridge if it is not needed otherwise.
     *
     * <p><b>Privileges</b>: CAP_NET_ADMIN if there is a bridge.
     *
     * @param nameOrId its name, its id, or the beginning of its id
     * @throws PodException ({@code network-unknown}, {@code network-ambiguous}) if there is no such network,
     *     ({@code network-default}) if it is the default one, ({@code network-in-use}) if a pod, running or not, or another
     *     program's container is attached to it
     */
    public void removeNetwork(String nameOrId) {
        host.networkChanges().remove(nameOrId);
    }

    /**
     * Removes a network, and before that all pods that use it. Containers of other programs go on: the bridge stays for
     * them.
     *
     * <p><b>Privileges</b>: CAP_SYS_ADMIN and CAP_NET_ADMIN.
     *
     * @param nameOrId its name, its id, or the beginning of its id
     * @return the pods that were removed
     * @throws PodException ({@code network-unknown}, {@code network-ambiguous}) if there is no such network,
     *     ({@code network-default}) if it is the default one
     * @throws io.podnet.base.PodnetException if a pod could not be removed; the network stays then
     */
    public List<PodId> removeNetworkAndPods(String nameOrId) {
        return new NetworkTeardown(host, pods).remove(nameOrId);
    }

    /**
     * Reads what has happened through any podnet of these directories, from a log of bounded size.
     *
     * @param query which events, and whether to wait for more
     * @param consumer is given each, by the calling thread
     * @throws java.io.UncheckedIOException if the log is there and cannot be read
     */
    public void events(EventQuery query, Consumer<PodnetEvent> consumer) {
        new EventReader(host.settings().state(), host.settings().locks()).read(query, consumer);
    }

    /**
     * Removes what is left of pods whose JVM is gone, and finishes what was cut off. Touches nothing that podnet has no
     * record of.
     *
     * <p><b>Privileges</b>: CAP_SYS_ADMIN and CAP_NET_ADMIN, if there is anything to do.
     *
     * @return what was done, and what could not be
     */
    public RecoveryReport recover() {
        return recover(false);
    }

    /**
     * Does what {@link #recover()} does, or only tells what that would do.
     *
     * <p><b>Privileges</b>: CAP_SYS_ADMIN and CAP_NET_ADMIN, if there is anything to do.
     *
     * @param dryRun whether to change nothing
     * @return what was done, or would be, and what could not be
     */
    public RecoveryReport recover(boolean dryRun) {
        return pods.recover(dryRun);
    }

    /** Gives up what this object holds; pods are not touched. */
    @Override
    public void close() {
        pods.close();
    }

    private Pod pod(PodInfo info) {
        return new Pod(pods, info.id(), info.name());
    }
}
