// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import io.podnet.api.internal.event.EventJson;
import io.podnet.api.internal.event.EventKind;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.CniVerb;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Something that has happened; told after the fact, never before it.
 *
 * <pre>{@code
 * Podnet podnet = Podnet.builder()
 *         .listener(event -> {
 *             if (event instanceof PodnetEvent.NetworkConnected connected) {
 *                 log.info("{} is on {}", connected.name(), connected.network());
 *             }
 *         })
 *         .open();
 * }</pre>
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface PodnetEvent {
    /**
     * Tells when it had happened.
     *
     * @return the time
     */
    Instant time();

    /**
     * Tells what kind of thing it happened to.
     *
     * @return {@code pod}, {@code network} or {@code plugin}
     */
    default String type() {
        return EventKind.of(this).type();
    }

    /**
     * Tells what happened to it, in podman's words.
     *
     * @return of a pod {@code create}, {@code start}, {@code stop} or {@code remove}; of a network {@code create},
     *     {@code remove}, {@code connect} or {@code disconnect}; of a plugin its verb, such as {@code add}
     */
    default String action() {
        return EventKind.of(this).action();
    }

    /**
     * Prints it with the keys of podman's event log, and more in {@code Attributes}.
     *
     * @return JSON in one line
     */
    default String toJson() {
        return EventJson.write(this);
    }

    /**
     * A pod is on record.
     *
     * @param time when
     * @param pod the pod's id
     * @param name the pod's name
     */
    record PodCreated(Instant time, PodId pod, String name) implements PodnetEvent {}

    /**
     * A pod has its namespace and is attached to its networks.
     *
     * @param time when
     * @param pod the pod's id
     * @param name the pod's name
     */
    record PodStarted(Instant time, PodId pod, String name) implements PodnetEvent {}

    /**
     * A pod has nothing but its record any more.
     *
     * @param time when
     * @param pod the pod's id
     * @param name the pod's name
     */
    record PodStopped(Instant time, PodId pod, String name) implements PodnetEvent {}

    /**
     * A pod is gone, its record too.
     *
     * @param time when
     * @param pod the pod's id
     * @param name the pod's name
     */
    record PodRemoved(Instant time, PodId pod, String name) implements PodnetEvent {}

    /**
     * A network can be used.
     *
     * @param time when
     * @param network the network's name
     */
    record NetworkCreated(Instant time, String network) implements PodnetEvent {}

    /**
     * A network is gone.
     *
     * @param time when
     * @param network the network's name
     */
    record NetworkRemoved(Instant time, String network) implements PodnetEvent {}

    /**
     * A pod has an interface on a network: since it was started, or was connected while it ran.
     *
     * @param time when
     * @param pod the pod's id
     * @param name the pod's name
     * @param network the network's name
     * @param ifName the interface's name inside the pod
     */
    record NetworkConnected(Instant time, PodId pod, String name, String network, String ifName)
            implements PodnetEvent {}

    /**
     * A pod has no interface on a network any more.
     *
     * @param time when
     * @param pod the pod's id
     * @param name the pod's name
     * @param network the network's name
     * @param ifName the name that the interface had inside the pod
     */
    record NetworkDisconnected(Instant time, PodId pod, String name, String network, String ifName)
            implements PodnetEvent {}

    /**
     * A plugin has answered.
     *
     * @param time when
     * @param plugin the plugin's type
     * @param verb what it was told to do
     * @param network the network's name; empty where there is none
     * @param attachment the pod's id and its interface, if the verb has them
     * @param took how long it took
     * @param failure what went wrong; empty if it succeeded
     */
    record PluginCalled(
            Instant time,
            String plugin,
            CniVerb verb,
            String network,
            Optional<AttachmentId> attachment,
            Duration took,
            Optional<String> failure)
            implements PodnetEvent {}
}
