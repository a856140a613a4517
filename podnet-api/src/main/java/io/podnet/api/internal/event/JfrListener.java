// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.event;

import io.podnet.api.PodId;
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
import io.podnet.api.spi.PodnetListener;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** Hands events on to Java Flight Recorder. To be loaded only where the module jdk.jfr is there. */
final class JfrListener implements PodnetListener {
    @Override
    public void happened(PodnetEvent event) {
        Event recorded = recorded(event);
        if (recorded.shouldCommit()) {
            recorded.commit();
        }
    }

    private static Event recorded(PodnetEvent event) {
        if (event instanceof PodCreated it) {
            return new PodChange(it, it.pod(), it.name());
        }
        if (event instanceof PodStarted it) {
            return new PodChange(it, it.pod(), it.name());
        }
        if (event instanceof PodStopped it) {
            return new PodChange(it, it.pod(), it.name());
        }
        if (event instanceof PodRemoved it) {
            return new PodChange(it, it.pod(), it.name());
        }
        if (event instanceof NetworkCreated it) {
            return new NetworkChange(it, it.network());
        }
        if (event instanceof NetworkRemoved it) {
            return new NetworkChange(it, it.network());
        }
        if (event instanceof NetworkConnected it) {
            return new AttachmentChange(it, it.pod(), it.name(), it.network(), it.ifName());
        }
        if (event instanceof NetworkDisconnected it) {
            return new AttachmentChange(it, it.pod(), it.name(), it.network(), it.ifName());
        }
        return new PluginCall((PluginCalled) event);
    }

    @Name("podnet.Pod")
    @Label("Pod")
    @Category("podnet")
    @StackTrace(false)
    static final class PodChange extends Event {
        @Label("Action")
        final String action;

        @Label("Pod ID")
        final String pod;

        @Label("Pod Name")
        final String podName;

        PodChange(PodnetEvent event, PodId pod, String name) {
            this.action = event.action();
            this.pod = pod.value();
            this.podName = name;
        }
    }

    @Name("podnet.Network")
    @Label("Network")
    @Category("podnet")
    @StackTrace(false)
    static final class NetworkChange extends Event {
        @Label("Action")
        final String action;

        @Label("Network")
        final String network;

        NetworkChange(PodnetEvent event, String network) {
            this.action = event.action();
            this.network = network;
        }
    }

    @Name("podnet.Attachment")
    @Label("Attachment")
    @Category("podnet")
    @StackTrace(false)
    static final class AttachmentChange extends Event {
        @Label("Action")
        final String action;

        @Label("Pod ID")
        final String pod;

        @Label("Pod Name")
        final String podName;

        @Label("Network")
        final String network;

        @Label("Interface")
        final String ifName;

        AttachmentChange(PodnetEvent event, PodId pod, String name, String network, String ifName) {
            this.action = event.action();
            this.pod = pod.value();
            this.podName = name;
            this.network = network;
            this.ifName = ifName;
        }
    }

    @Name("podnet.PluginCall")
    @Label("Plugin Call")
    @Category("podnet")
    @StackTrace(false)
    static final class PluginCall extends Event {
        @Label("Plugin")
        final String plugin;

        @Label("Verb")
        final String verb;

        @Label("Network")
        final String network;

        @Label("Container ID")
        final @Nullable String container;

        @Label("Interface")
        final @Nullable String ifName;

        /** Not JFR's own duration: the event is told once the plugin has answered. */
        @Label("Took")
        @Timespan(Timespan.NANOSECONDS)
        final long took;

        @Label("Failure")
        final @Nullable String failure;

        PluginCall(PluginCalled call) {
            this.plugin = call.plugin();
            this.verb = call.verb().name();
            this.network = call.network();
            this.container = call.attachment().map(id -> id.containerId()).orElse(null);
            this.ifName = call.attachment().map(id -> id.ifName()).orElse(null);
            this.took = call.took().toNanos();
            this.failure = call.failure().orElse(null);
        }
    }
}
