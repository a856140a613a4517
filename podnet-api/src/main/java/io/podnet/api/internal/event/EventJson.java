// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.podnet.api.internal.network.NetworkId;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.CniVerb;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** One event as one line, with the keys of podman's event log and more in {@code Attributes}. */
public final class EventJson {
    /** A plugin may say a lot when it fails; the log is there for many events. */
    private static final int LONGEST_FAILURE = 2000;

    private static final String INTERFACE = "interface";
    private static final JsonMapper MAPPER = new JsonMapper();

    private EventJson() {}

    /**
     * Prints an event.
     *
     * @param event the event
     * @return JSON without line breaks
     */
    public static String write(PodnetEvent event) {
        ObjectNode json = MAPPER.createObjectNode();
        if (event instanceof PodCreated it) {
            pod(json, it.pod(), it.name());
        } else if (event instanceof PodStarted it) {
            pod(json, it.pod(), it.name());
        } else if (event instanceof PodStopped it) {
            pod(json, it.pod(), it.name());
        } else if (event instanceof PodRemoved it) {
            pod(json, it.pod(), it.name());
        } else if (event instanceof NetworkCreated it) {
            network(json, it.network());
        } else if (event instanceof NetworkRemoved it) {
            network(json, it.network());
        } else if (event instanceof NetworkConnected it) {
            pod(json, it.pod(), it.name()).put("network", it.network());
        } else if (event instanceof NetworkDisconnected it) {
            pod(json, it.pod(), it.name()).put("network", it.network());
        } else if (event instanceof PluginCalled it) {
            it.attachment().ifPresent(id -> json.put("ID", id.containerId()));
            json.put("network", it.network());
        }
        json.put("Status", event.action());
        json.put("Time", event.time().toString());
        json.put("Type", event.type());
        ObjectNode attributes = attributes(event);
        return (attributes.isEmpty() ? json : json.set("Attributes", attributes)).toString();
    }

    private static ObjectNode pod(ObjectNode json, PodId id, String name) {
        return json.put("ID", id.value()).put("Name", name);
    }

    private static void network(ObjectNode json, String name) {
        json.put("ID", NetworkId.of(name)).put("Name", name).put("network", name);
    }

    private static ObjectNode attributes(PodnetEvent event) {
        ObjectNode attributes = MAPPER.createObjectNode();
        if (event instanceof NetworkConnected it) {
            attributes.put(INTERFACE, it.ifName());
        } else if (event instanceof NetworkDisconnected it) {
            attributes.put(INTERFACE, it.ifName());
        } else if (event instanceof PluginCalled it) {
            attributes.put("plugin", it.plugin());
            it.attachment().ifPresent(id -> attributes.put(INTERFACE, id.ifName()));
            attributes.put("microseconds", it.took().toNanos() / 1000);
            it.failure().ifPresent(text -> attributes.put("error", shortened(text)));
        }
        return attributes;
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST_FAILURE));
    }

    /** Reads a line; empty if a later podnet, or nobody, wrote it. */
    static Optional<PodnetEvent> read(String line) {
        try {
            JsonNode json = MAPPER.readTree(line);
            Instant time = Instant.parse(json.path("Time").asText());
            return switch (json.path("Type").asText()) {
                case EventKind.POD -> pod(json, time);
                case EventKind.NETWORK -> network(json, time);
                case EventKind.PLUGIN -> Optional.of(call(json, time));
                default -> Optional.empty();
            };
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
            // A line that was cut off when the machine went down, or has been tampered with.
            return Optional.empty();
        }
    }

    private static Optional<PodnetEvent> pod(JsonNode json, Instant time) {
        PodId id = new PodId(json.path("ID").asText());
        String name = json.path("Name").asText();
        return Optional.ofNullable(
                switch (json.path("Status").asText()) {
                    case "create" -> new PodCreated(time, id, name);
                    case "start" -> new PodStarted(time, id, name);
                    case "stop" -> new PodStopped(time, id, name);
                    case "remove" -> new PodRemoved(time, id, name);
                    default -> null;
                });
    }

    private static Optional<PodnetEvent> network(JsonNode json, Instant time) {
        String id = json.path("ID").asText();
        String name = json.path("Name").asText();
        String network = json.path("network").asText();
        String ifName = json.path("Attributes").path(INTERFACE).asText();
        return Optional.ofNullable(
                switch (json.path("Status").asText()) {
                    case "create" -> new NetworkCreated(time, network);
                    case "remove" -> new NetworkRemoved(time, network);
                    case "connect" -> new NetworkConnected(time, new PodId(id), name, network, ifName);
                    case "disconnect" -> new NetworkDisconnected(time, new PodId(id), name, network, ifName);
                    default -> null;
                });
    }

    private static PluginCalled call(JsonNode json, Instant time) {
        JsonNode attributes = json.path("Attributes");
        Optional<AttachmentId> attachment = json.has("ID")
                ? Optional.of(new AttachmentId(
                        json.path("ID").asText(), attributes.path(INTERFACE).asText()))
                : Optional.empty();
        return new PluginCalled(
                time,
                attributes.path("plugin").asText(),
                CniVerb.valueOf(json.path("Status").asText().toUpperCase(Locale.ROOT)),
                json.path("network").asText(),
                attachment,
                Duration.ofNanos(attributes.path("microseconds").asLong() * 1000),
                Optional.ofNullable(attributes.get("error")).map(JsonNode::asText));
    }
}
