// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.event;

import io.podnet.api.PodnetEvent;
import io.podnet.api.PodnetEvent.NetworkConnected;
import io.podnet.api.PodnetEvent.NetworkCreated;
import io.podnet.api.PodnetEvent.NetworkDisconnected;
import io.podnet.api.PodnetEvent.NetworkRemoved;
import io.podnet.api.PodnetEvent.PluginCalled;
import io.podnet.api.PodnetEvent.PodCreated;
import io.podnet.api.PodnetEvent.PodRemoved;
import io.podnet.api.PodnetEvent.PodStarted;
import io.podnet.api.PodnetEvent.PodStopped;
import java.util.Locale;
import java.util.Map;

/**
 * The words for a kind of event.
 *
 * @param type what kind of thing it happened to
 * @param action what happened to it
 */
public record EventKind(String type, String action) {
    static final String POD = "pod";
    static final String NETWORK = "network";
    static final String PLUGIN = "plugin";

    private static final Map<Class<? extends PodnetEvent>, EventKind> KINDS = Map.of(
            PodCreated.class, new EventKind(POD, "create"),
            PodStarted.class, new EventKind(POD, "start"),
            PodStopped.class, new EventKind(POD, "stop"),
            PodRemoved.class, new EventKind(POD, "remove"),
            NetworkCreated.class, new EventKind(NETWORK, "create"),
            NetworkRemoved.class, new EventKind(NETWORK, "remove"),
            NetworkConnected.class, new EventKind(NETWORK, "connect"),
            NetworkDisconnected.class, new EventKind(NETWORK, "disconnect"));

    /**
     * Finds the words for an event.
     *
     * @param event an event
     * @return its kind
     */
    public static EventKind of(PodnetEvent event) {
        EventKind kind = KINDS.get(event.getClass());
        if (kind != null) {
            return kind;
        }
        PluginCalled call = (PluginCalled) event;
        return new EventKind(PLUGIN, call.verb().name().toLowerCase(Locale.ROOT));
    }
}
