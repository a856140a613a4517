// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.cache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.cni.Attachment;
import io.podnet.cni.CniResult;
import io.podnet.cni.internal.json.Json;
import io.podnet.cni.internal.json.JsonException;
import io.podnet.cni.internal.json.PlainValues;
import io.podnet.cni.internal.result.ResultWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the cache: what was attached, with which configuration and arguments, and what came out of it.
 *
 * @param network the network's name
 * @param attachment what was attached, with its arguments
 * @param config the network's configuration, in base64
 * @param backend the backend that made it; empty for executables, which is all that libcni knows
 * @param isPending whether ADD has not come to its end
 * @param result the result so far; null if no plugin has answered yet
 */
public record CacheEntry(
        String network,
        Attachment attachment,
        String config,
        String backend,
        boolean isPending,
        @Nullable JsonNode result) {
    static final String KIND = "cniCacheV1";

    private static final String BACKEND = "podnetBackend";
    private static final String PENDING = "podnetPending";

    /** Makes the entry of an ADD that begins. */
    public static CacheEntry pending(String network, Attachment attachment, byte[] config, String backend) {
        return new CacheEntry(network, attachment, Base64.getEncoder().encodeToString(config), backend, true, null);
    }

    /** Gives the entry with the result so far. */
    public CacheEntry withResult(CniResult resultSoFar) {
        return new CacheEntry(network, attachment, config, backend, isPending, ResultWriter.tree(resultSoFar));
    }

    /** Gives the entry of an ADD that is done. */
    public CacheEntry complete() {
        return new CacheEntry(network, attachment, config, backend, false, result);
    }

    /** Gives what the entry is filed under. */
    public CacheKey key() {
        return new CacheKey(network, attachment.id());
    }

    /** Gives the network's configuration as it was read. */
    public byte[] configBytes() {
        return Base64.getDecoder().decode(config);
    }

    // A copy under another name, such as a backup, is no entry.
    boolean isFiledAs(Path file) {
        return file.endsWith(key().fileName());
    }

    // Field by field what Go's encoding/json makes of libcni's cachedInfo: its order, maps sorted, what is empty left
    // out. Fields that begin with podnet are ours, for what libcni does not have: other backends, an ADD that is not
    // done. Readers of libcni's format skip them.
    byte[] encode() {
        ObjectNode entry = Json.object();
        entry.put("kind", KIND);
        entry.put("containerId", attachment.containerId());
        entry.put("config", config);
        entry.put("ifName", attachment.ifName());
        entry.put("networkName", network);
        attachment.netns().ifPresent(netns -> entry.put("netns", netns.toString()));
        if (!attachment.args().isEmpty()) {
            ArrayNode pairs = entry.putArray("cniArgs");
            attachment.args().forEach(arg -> pairs.addArray().add(arg.key()).add(arg.value()));
        }
        if (!attachment.capabilityArgs().isEmpty()) {
            entry.set("capabilityArgs", PlainValues.toTree("capability arguments", attachment.capabilityArgs()));
        }
        if (!backend.isEmpty()) {
            entry.put(BACKEND, backend);
        }
        if (isPending) {
            entry.put(PENDING, true);
        }
        String text = Json.compact(entry);
        if (result != null && !result.isEmpty()) {
            // A map in Go, so sorted, unlike the entry itself.
            text = text.substring(0, text.length() - 1) + ",\"result\":" + Json.sortedCompact(result) + "}";
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static CacheEntry decode(JsonNode entry) throws JsonException {
        try {
            Attachment.Builder attachment =
                    Attachment.builder(text(entry, "containerId")).ifName(text(entry, "ifName"));
            String netns = text(entry, "netns");
            if (!netns.isEmpty()) {
                attachment.netns(Path.of(netns));
            }
            for (JsonNode pair : entry.path("cniArgs")) {
                attachment.arg(pair.path(0).asText(), pair.path(1).asText());
            }
            if (PlainValues.of(entry.path("capabilityArgs")) instanceof Map<?, ?> capabilityArgs) {
                capabilityArgs.forEach((name, value) -> attachment.capability(String.valueOf(name), value));
            }
            String config = text(entry, "config");
            Base64.getDecoder().decode(config);
            JsonNode result = entry.get("result");
            return new CacheEntry(
                    text(entry, "networkName"),
                    attachment.build(),
                    config,
                    text(entry, BACKEND),
                    entry.path(PENDING).asBoolean(),
                    result == null || result.isEmpty() ? null : result);
        } catch (InvalidPathException e) {
            throw new JsonException("field netns is no path: " + e.getMessage(), "");
        } catch (IllegalArgumentException e) {
            throw new JsonException("field config is no base64: " + e.getMessage(), "");
        }
    }

    private static String text(JsonNode entry, String field) throws JsonException {
        JsonNode value = entry.path(field);
        if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
            throw new JsonException("field " + field + " is not a string", "");
        }
        return value.asText("");
    }
}
