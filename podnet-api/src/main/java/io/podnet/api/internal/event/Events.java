// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.event;

import io.podnet.api.PodId;
import io.podnet.api.PodnetEvent;
import io.podnet.api.spi.PodnetListener;
import io.podnet.cni.spi.PluginListener;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all listeners, one after the other, what has happened; each method is called once that is so. */
public final class Events {
    private static final Logger LOG = LoggerFactory.getLogger(Events.class.getPackageName());

    private final List<PodnetListener> listeners;

    /**
     * Tells listeners.
     *
     * @param listeners who wants to know
     */
    public Events(List<? extends PodnetListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /**
     * Tells nobody.
     *
     * @return events
     */
    public static Events none() {
        return new Events(List.of());
    }

    /**
     * A pod is on record.
     *
     * @param pod the pod's id
     * @param name the pod's name
     */
    public void podCreated(PodId pod, String name) {
        tell(new PodnetEvent.PodCreated(now(), pod, name));
    }

    /**
     * A pod runs.
     *
     * @param pod the pod's id
     * @param name the pod's name
     */
    public void podStarted(PodId pod, String name) {
        tell(new PodnetEvent.PodStarted(now(), pod, name));
    }

    /**
     * A pod that ran, or began to, has nothing but its record any more.
     *
     * @param pod the pod's id
     * @param name the pod's name
     */
    public void podStopped(PodId pod, String name) {
        tell(new PodnetEvent.PodStopped(now(), pod, name));
    }

    /**
     * A pod's record is gone.
     *
     * @param pod the pod's id
     * @param name the pod's name
     */
    public void podRemoved(PodId pod, String name) {
        tell(new PodnetEvent.PodRemoved(now(), pod, name));
    }

    /**
     * A network can be used.
     *
     * @param network the network's name
     */
    public void networkCreated(String network) {
        tell(new PodnetEvent.NetworkCreated(now(), network));
    }

    /**
     * A network is gone.
     *
     * @param network the network's name
     */
    public void networkRemoved(String network) {
        tell(new PodnetEvent.NetworkRemoved(now(), network));
    }

    /**
     * A pod has an interface on a network.
     *
     * @param pod the pod's id
     * @param name the pod's name
     * @param network the network's name
     * @param ifName the interface's name inside the pod
     */
    public void networkConnected(PodId pod, String name, String network, String ifName) {
        tell(new PodnetEvent.NetworkConnected(now(), pod, name, network, ifName));
    }

    /**
     * A pod has no interface on a network any more.
     *
     * @param pod the pod's id
     * @param name the pod's name
     * @param network the network's name
     * @param ifName the name that the interface had
     */
    public void networkDisconnected(PodId pod, String name, String network, String ifName) {
        tell(new PodnetEvent.NetworkDisconnected(now(), pod, name, network, ifName));
    }

    /**
     * A plugin has answered.
     *
     * @param call which, and what
     */
    public void pluginCalled(PluginListener.Event call) {
        tell(new PodnetEvent.PluginCalled(
                now(), call.plugin(), call.verb(), call.network(), call.attachment(), call.duration(), call.failure()));
    }

    private static Instant now() {
        return Instant.now();
    }

    // A listener is foreign code: whatever it throws, the work that it hears of goes on.
    private void tell(PodnetEvent event) {
        for (PodnetListener each : listeners) {
            try {
                each.happened(event);
            } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
                LOG.warn("listener {} failed on {}: {}", each.getClass().getName(), event, e.toString());
                LOG.debug("it failed here", e);
            }
        }
    }
}
