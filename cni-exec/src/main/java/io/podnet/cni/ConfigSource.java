// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.cni.internal.json.Json;
import io.podnet.cni.internal.json.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A configuration's bytes and where they came from, so that every complaint names the file. */
final class ConfigSource {
    private final byte[] bytes;
    private final @Nullable Path file;

    private ConfigSource(byte[] bytes, @Nullable Path file) {
        this.bytes = bytes;
        this.file = file;
    }

    static ConfigSource of(byte[] bytes) {
        return new ConfigSource(bytes.clone(), null);
    }

    static ConfigSource read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new ConfigSource(in.readNBytes(Json.MOST_CHARACTERS + 1), file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static CniException unreadable(Path path, IOException cause) {
        String reason = String.valueOf(cause.getMessage());
        if (cause instanceof NoSuchFileException) {
            reason = "no such file or directory";
        } else if (cause instanceof AccessDeniedException) {
            reason = "permission denied";
        }
        return CniException.builder("cni-config-unreadable", "error reading " + path + ": open " + path + ": " + reason)
                .code(CniErrorCode.IO_FAILURE)
                .file(path)
                .cause(cause)
                .build();
    }

    byte[] bytes() {
        return bytes;
    }

    @Nullable Path file() {
        return file;
    }

    /** Reads the bytes as an object; the prefix says as what. */
    ObjectNode object(String prefix) {
        try {
            return Json.asObject(Json.parse(Json.text(bytes)));
        } catch (JsonException e) {
            throw invalid(CniErrorCode.DECODING_FAILURE, prefix + e.getMessage(), e);
        }
    }

    CniException invalid(String message) {
        return invalid(CniErrorCode.INVALID_NETWORK_CONFIG, message, null);
    }

    CniException invalid(String message, Exception cause) {
        return invalid(CniErrorCode.INVALID_NETWORK_CONFIG, message, cause);
    }

    private CniException invalid(CniErrorCode code, String message, @Nullable Exception cause) {
        CniException.Builder builder =
                CniException.builder("cni-config-invalid", message).code(code);
        if (file != null) {
            builder.file(file);
        }
        if (cause != null) {
            builder.cause(cause);
        }
        if (cause instanceof JsonException json) {
            builder.details(json.details());
        }
        return builder.build();
    }

    /** Names the type of a value as Go's {@code %T} does after decoding into a map. */
    static String goType(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "[]interface {}";
            case BOOLEAN -> "bool";
            case NUMBER -> "float64";
            case OBJECT, POJO -> "map[string]interface {}";
            case STRING, BINARY -> "string";
            case NULL, MISSING -> "<nil>";
        };
    }
}
