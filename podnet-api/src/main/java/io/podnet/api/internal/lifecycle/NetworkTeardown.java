// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.PodException;
import io.podnet.api.PodId;
import io.podnet.api.internal.Host;
import java.util.ArrayList;
import java.util.List;

/** Removes networks with the pods that use them. */
public final class NetworkTeardown {
    /** Somebody may make pods on the network faster than they are removed: give up at some point. */
    private static final int MOST_ROUNDS = 10;

    private final Host host;
    private final Pods pods;

    /**
     * Works on a host.
     *
     * @param host the networks
     * @param pods the pods
     */
    public NetworkTeardown(Host host, Pods pods) {
        this.host = host;
        this.pods = pods;
    }

    /**
     * Removes a network and its pods.
     *
     * @param nameOrId its name, or the beginning of its id
     * @return the pods that were removed
     */
    public List<PodId> remove(String nameOrId) {
        String name = host.networkChanges().removable(nameOrId);
        List<PodId> removed = new ArrayList<>();
        for (int round = 1; ; round++) {
            for (PodId each : host.networkUsers().pods(name)) {
                if (removePod(each)) {
                    removed.add(each);
                }
            }
            try {
                host.networkChanges().removeFromOthers(name);
                return removed;
            } catch (PodException e) {
                if (!e.errorCode().equals("network-in-use") || round == MOST_ROUNDS) {
                    throw e;
                }
            }
        }
    }

    private boolean removePod(PodId pod) {
        try {
            pods.remove(pod, true);
            return true;
        } catch (PodException e) {
            if (e.errorCode().equals("pod-unknown")) {
                // Somebody else was faster.
                return false;
            }
            throw e;
        }
    }
}
