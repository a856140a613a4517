package io.podnet.cni.internal.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.module.afterburner.AfterburnerModule;
import java.nio.charset.StandardCharsets;

/**
 * JSON as CNI needs it: trees that keep unknown fields, explicit nulls and the exact value of every number; of keys that
 * occur twice the last one counts.
 *
 * <p>Limits keep hostile input from eating the JVM: 10 million characters, 500 levels, numbers of 1000 digits.
 */
public final class Json {
    static final int MOST_CHARACTERS = 10_000_000;
    static final int DEEPEST = 500;
    static final int LONGEST_NUMBER = 1000;

    private static final JsonMapper MAPPER = mapper();

    private Json() {}

    private static JsonMapper mapper() {
        JsonMapper mapper = JsonMapper.builder()
                .addModule(new AfterburnerModule())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .disable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxDocumentLength(MOST_CHARACTERS)
                        .maxStringLength(MOST_CHARACTERS)
                        .maxNestingDepth(DEEPEST)
                        .maxNumberLength(LONGEST_NUMBER)
                        .build());
        return mapper;
    }

    /** Reads a text of UTF-8; bytes that are none count as U+FFFD, as in Go. */
    public static JsonNode parse(byte[] text) throws JsonSyntaxException {
        return parse(new String(text, StandardCharsets.UTF_8));
    }

    /** Reads a text. */
    public static JsonNode parse(String text) throws JsonSyntaxException {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node.isMissingNode()) {
                throw new JsonSyntaxException("unexpected end of JSON input");
            }
            return node;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new JsonSyntaxException(
                    e.getOriginalMessage(),
                    at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr(),
                    e);
        }
    }

    /** Reads a text that must be an object. */
    public static ObjectNode parseObject(String text) throws JsonSyntaxException {
        if (parse(text) instanceof ObjectNode object) {
            return object;
        }
        throw new JsonSyntaxException("not an object");
    }

    /** Makes an empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Prints without blanks, keys sorted by their bytes: what Go's encoding/json makes of maps. */
    public static String sortedCompact(JsonNode node) {
        return JsonWriter.write(node, true, "");
    }

    /** Prints without blanks, keys as they are: what Go's encoding/json makes of structs. */
    public static String compact(JsonNode node) {
        return JsonWriter.write(node, false, "");
    }

    /** Prints with four blanks per level, keys as they are: what Go's MarshalIndent makes, without a final newline. */
    public static String pretty(JsonNode node) {
        return JsonWriter.write(node, false, "    ");
    }

    /** Prints with four blanks per level, keys sorted by their bytes. */
    public static String sortedPretty(JsonNode node) {
        return JsonWriter.write(node, true, "    ");
    }
}
