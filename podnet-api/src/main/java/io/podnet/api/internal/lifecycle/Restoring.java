// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.NetworkMode;
import io.podnet.api.PodState;
import io.podnet.api.internal.Host;
import io.podnet.api.internal.process.PodProcesses;
import io.podnet.api.internal.record.NetnsPlace;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Sandbox;
import io.podnet.base.ProcessIdentity;
import io.podnet.netns.LinkName;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsName;
import java.util.Optional;

/** Gives pods back what they lost with the grounds that they were on, where they live on themselves. */
final class Restoring {
    private final Host host;
    private final Places places;
    private final Attaching attaching;
    private final Reloading reloading;

    Restoring(Host host, Places places, Attaching attaching, Reloading reloading) {
        this.host = host;
        this.places = places;
        this.attaching = attaching;
        this.reloading = reloading;
    }

    /**
     * Tells whether there is anything to give back.
     *
     * @param there whether the pod's namespace is where it was
     */
    boolean isNeeded(PodRecord pod, boolean there) {
        if (!host.grounds().canVanish() || pod.state() != PodState.RUNNING) {
            return false;
        }
        Sandbox sandbox = pod.sandbox().orElseThrow();
        if (!(sandbox.netns() instanceof NetnsPlace.Pinned)) {
            return false;
        }
        return there
                ? !host.grounds().serves(pod.id(), Attaching.hasToPublish(sandbox), hasOwnStack(pod))
                : survivor(pod, sandbox).isPresent();
    }

    /** Gives a pod, whose locks the caller holds, its namespace, its networks with the addresses it had, and its ports. */
    void restore(PodRecord lost) {
        PodRecord pod = lost;
        Sandbox sandbox = lost.sandbox().orElseThrow();
        NetnsPlace.Pinned pinned = (NetnsPlace.Pinned) sandbox.netns();
        boolean gone = !places.isThere(sandbox);
        if (gone) {
            ProcessIdentity survivor =
                    survivor(lost, sandbox).orElseThrow(() -> Pods.improper(lost, "its network namespace is gone"));
            NetnsName pin = NetnsName.of(pinned.pin());
            // The file may still be there, without anything mounted on it.
            host.namespaces().remove(pin);
            try (Netns netns = NetnsSource.ofProcess(survivor.pid()).open(host.namespaces(), pin)) {
                netns.links().up(LinkName.LOOPBACK);
                sandbox = sandbox.withCookie(netns.cookie());
            }
            pod = host.records().note(lost.with(sandbox));
        }
        if (pod.plan().mode() instanceof NetworkMode.Stack stack) {
            host.grounds().withdraw(pod.id());
            host.grounds().startStack(pod.id(), places.file(pinned).orElseThrow(), stack.choice(), sandbox.ports());
        } else if (gone) {
            reloading.reload(pod);
        } else {
            attaching.publish(pod, sandbox);
        }
    }

    private static boolean hasOwnStack(PodRecord pod) {
        return pod.plan().mode() instanceof NetworkMode.Stack;
    }

    private static Optional<ProcessIdentity> survivor(PodRecord pod, Sandbox sandbox) {
        return PodProcesses.apart(pod.id(), sandbox.processes());
    }
}
