// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect.internal.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.module.afterburner.AfterburnerModule;
import io.podnet.inspect.InspectException;

/**
 * JSON as podman prints it: trees that keep the order of keys and the exact value of numbers; of keys that occur twice
 * the last one counts.
 *
 * <p>Limits keep hostile input from eating the JVM: 100 million characters, 500 levels, numbers of 1000 digits.
 */
public final class Json {
    private static final int MOST_CHARACTERS = 100_000_000;
    private static final int DEEPEST = 500;
    private static final int LONGEST_NUMBER = 1000;

    private static final JsonMapper MAPPER = mapper();

    private static final ObjectWriter PRETTY = MAPPER.writer(podmanLayout());

    private Json() {}

    private static JsonMapper mapper() {
        JsonMapper mapper = JsonMapper.builder()
                .addModule(new AfterburnerModule())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
        mapper.getFactory()
                .setCharacterEscapes(new GoEscapes())
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxDocumentLength(MOST_CHARACTERS)
                        .maxStringLength(MOST_CHARACTERS)
                        .maxNestingDepth(DEEPEST)
                        .maxNumberLength(LONGEST_NUMBER)
                        .build());
        return mapper;
    }

    // podman inspect indents by five blanks and says {} and [].
    private static DefaultPrettyPrinter podmanLayout() {
        DefaultIndenter indenter = new DefaultIndenter("     ", "\n");
        DefaultPrettyPrinter layout = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""));
        layout.indentObjectsWith(indenter);
        layout.indentArraysWith(indenter);
        return layout;
    }

    /** Reads a text. */
    public static JsonNode parse(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node.isMissingNode()) {
                throw new InspectException(InspectException.DOCUMENT_INVALID, "not JSON: the text is empty");
            }
            return node;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String place = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
            throw new InspectException(
                    InspectException.DOCUMENT_INVALID, "not JSON: " + e.getOriginalMessage() + place, e);
        } catch (NumberFormatException e) {
            // Jackson lets this one through: an exponent of more than ten digits, which no BigDecimal can hold.
            throw new InspectException(InspectException.DOCUMENT_INVALID, "not JSON: " + e.getMessage(), e);
        }
    }

    /** Prints on one line. */
    public static String compact(JsonNode node) {
        return print(MAPPER.writer(), node);
    }

    /** Prints as podman inspect does, without a final newline. */
    public static String pretty(JsonNode node) {
        return print(PRETTY, node);
    }

    private static String print(ObjectWriter writer, JsonNode node) {
        try {
            return wholeCharacters(writer.writeValueAsString(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that was read cannot be written", e);
        }
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    // Half a surrogate pair is no character and would be lost in UTF-8: it becomes U+FFFD, as in Go.
    private static String wholeCharacters(String text) {
        StringBuilder whole = null;
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
                    i++;
                } else {
                    whole = whole == null ? new StringBuilder(text) : whole;
                    whole.setCharAt(i, '\ufffd');
                }
            }
        }
        return whole == null ? text : whole.toString();
    }
}
