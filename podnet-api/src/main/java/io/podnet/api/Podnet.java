package io.podnet.api;

import io.podnet.api.internal.lifecycle.Pods;
import io.podnet.api.internal.lifecycle.Started;
import java.util.List;
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
    private final Pods pods;

    Podnet(Pods pods) {
        this.pods = pods;
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
        return pod(pods.find(nameOrId));
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
     * Removes what is left of pods whose JVM is gone, and finishes what was cut off. Touches nothing that podnet has no
     * record of.
     *
     * <p><b>Privileges</b>: CAP_SYS_ADMIN and CAP_NET_ADMIN, if there is anything to do.
     *
     * @return what was done, and what could not be
     */
    public RecoveryReport recover() {
        return pods.recover();
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
