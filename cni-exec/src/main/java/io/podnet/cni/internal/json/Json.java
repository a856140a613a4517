// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.module.afterburner.AfterburnerModule;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * JSON as CNI needs it: trees that keep unknown fields, explicit nulls and the exact value of every number; of keys that
 * occur twice the last one counts.
 *
 * <p>Limits keep hostile input from eating the JVM: 10 million characters, 500 levels, numbers of 1000 digits.
 */
public final class Json {
    /** The longest text that is read. */
    public static final int MOST_CHARACTERS = 10_000_000;

    /** How deep arrays and objects may be nested. */
    static final int DEEPEST = 500;

    private static final int LONGEST_NUMBER = 1000;
    private static final String INDENT = "    ";
    private static final JsonMapper MAPPER = mapper();

    private Json() {}

    private static JsonMapper mapper() {
        JsonMapper mapper = JsonMapper.builder()
                .addModule(new AfterburnerModule())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(MOST_CHARACTERS)
                        .maxNameLength(MOST_CHARACTERS)
                        .maxNestingDepth(DEEPEST)
                        .maxNumberLength(LONGEST_NUMBER)
                        .build());
        return mapper;
    }

    /** Decodes UTF-8; bytes that are none count as U+FFFD, as in Go. */
    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Reads a text. */
    public static JsonNode parse(String text) throws JsonException {
        if (text.length() > MOST_CHARACTERS) {
            throw new JsonException("JSON input is too long", "has " + text.length() + " characters");
        }
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw fault(text, e.getOriginalMessage());
        } catch (NumberFormatException e) {
            // Of an exponent beyond all bounds.
            throw fault(text, e.getMessage());
        }
        if (node.isMissingNode()) {
            throw fault(text, "there is nothing");
        }
        return node;
    }

    private static JsonException fault(String text, @Nullable String otherwise) {
        return Syntax.find(text).orElseGet(() -> new JsonException(String.valueOf(otherwise)));
    }

    /** Takes a tree that must be an object. */
    public static ObjectNode asObject(JsonNode node) throws JsonException {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new JsonException("json: cannot unmarshal " + Fields.kind(node) + ", want an object");
    }

    /** Makes an empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Prints without blanks, keys sorted by their bytes: what Go's encoding/json makes of maps. */
    public static String sortedCompact(JsonNode node) {
        return new JsonWriter("", true, false).write(node);
    }

    /** Prints as {@link #sortedCompact}, with numbers as they are after a turn through float64, as in libcni. */
    public static String sortedCompactFloat64(JsonNode node) {
        return new JsonWriter("", true, true).write(node);
    }

    /** Prints without blanks, keys as they are: what Go's encoding/json makes of structs. */
    public static String compact(JsonNode node) {
        return new JsonWriter("", false, false).write(node);
    }

    /** Prints with four blanks per level, keys as they are: what Go's MarshalIndent makes, without a final newline. */
    public static String pretty(JsonNode node) {
        return new JsonWriter(INDENT, false, false).write(node);
    }

    /** Prints with four blanks per level, keys sorted by their bytes. */
    public static String sortedPretty(JsonNode node) {
        return new JsonWriter(INDENT, true, false).write(node);
    }
}
