// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** An event in one line for people, in the form of podman events. */
final class EventText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.nnnnnnnnn Z 'UTC'").withZone(ZoneOffset.UTC);

    private EventText() {}

    static String of(PodnetEvent event) {
        String line = TIME.format(event.time()) + " " + event.type() + " " + event.action() + " " + object(event);
        // What others wrote must not be able to move the cursor or to fake a line.
        return line.replaceAll("\\p{Cntrl}", "?");
    }

    private static String object(PodnetEvent event) {
        if (event instanceof PodCreated it) {
            return it.pod() + " (name=" + it.name() + ")";
        }
        if (event instanceof PodStarted it) {
            return it.pod() + " (name=" + it.name() + ")";
        }
        if (event instanceof PodStopped it) {
            return it.pod() + " (name=" + it.name() + ")";
        }
        if (event instanceof PodRemoved it) {
            return it.pod() + " (name=" + it.name() + ")";
        }
        if (event instanceof NetworkCreated it) {
            return it.network();
        }
        if (event instanceof NetworkRemoved it) {
            return it.network();
        }
        if (event instanceof NetworkConnected it) {
            return it.network() + " (pod=" + it.pod() + ", name=" + it.name() + ", interface=" + it.ifName() + ")";
        }
        if (event instanceof NetworkDisconnected it) {
            return it.network() + " (pod=" + it.pod() + ", name=" + it.name() + ", interface=" + it.ifName() + ")";
        }
        return call((PluginCalled) event);
    }

    private static String call(PluginCalled call) {
        List<String> details = new ArrayList<>();
        if (!call.network().isEmpty()) {
            details.add("network=" + call.network());
        }
        call.attachment().ifPresent(id -> {
            details.add("pod=" + id.containerId());
            details.add("interface=" + id.ifName());
        });
        details.add("took=" + call.took().toMillis() + "ms");
        call.failure().ifPresent(failure -> details.add("error=" + failure));
        return call.plugin() + " (" + String.join(", ", details) + ")";
    }
}
