// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints trees as Go's encoding/json does, with its escapes. */
final class JsonWriter {
    /** Go sorts the keys of maps by their bytes; UTF-16 order differs beyond U+FFFF. */
    private static final Comparator<String> BY_BYTES = JsonWriter::compareBytes;

    private final StringBuilder out = new StringBuilder();
    private final String indent;
    private final boolean sorted;
    private final boolean float64;

    JsonWriter(String indent, boolean sorted, boolean float64) {
        this.indent = indent;
        this.sorted = sorted;
        this.float64 = float64;
    }

    // Below the surrogates, the order of UTF-8's bytes is that of Java's characters.
    private static int compareBytes(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char left = a.charAt(i);
            char right = b.charAt(i);
            if (left >= Character.MIN_SURROGATE || right >= Character.MIN_SURROGATE) {
                return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
            }
            if (left != right) {
                return left - right;
            }
        }
        return a.length() - b.length();
    }

    String write(JsonNode node) {
        value(node, 0);
        return out.toString();
    }

    private void value(JsonNode node, int depth) {
        if (node.isObject()) {
            object(node, depth);
        } else if (node.isArray()) {
            array(node, depth);
        } else if (node.isTextual()) {
            string(node.textValue());
        } else if (node.isNumber()) {
            out.append(float64 ? JsonNumbers.float64(node) : JsonNumbers.exact(node));
        } else {
            out.append(node.asText());
        }
    }

    private void object(JsonNode node, int depth) {
        List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(node.properties());
        if (sorted) {
            fields.sort(Map.Entry.comparingByKey(BY_BYTES));
        }
        out.append('{');
        String comma = "";
        for (Map.Entry<String, JsonNode> field : fields) {
            out.append(comma);
            comma = ",";
            newline(depth + 1);
            string(field.getKey());
            out.append(indent.isEmpty() ? ":" : ": ");
            value(field.getValue(), depth + 1);
        }
        close('}', fields.isEmpty(), depth);
    }

    private void array(JsonNode node, int depth) {
        out.append('[');
        Iterator<JsonNode> items = node.elements();
        while (items.hasNext()) {
            newline(depth + 1);
            value(items.next(), depth + 1);
            if (items.hasNext()) {
                out.append(',');
            }
        }
        close(']', node.isEmpty(), depth);
    }

    private void close(char bracket, boolean empty, int depth) {
        if (!empty) {
            newline(depth);
        }
        out.append(bracket);
    }

    private void newline(int depth) {
        if (!indent.isEmpty()) {
            out.append('\n').append(indent.repeat(depth));
        }
    }

    // encoding/json, appendString: short escapes for seven characters (those of backspace and form feed since Go 1.22),
    // hexadecimal ones for other controls, <, > and &, U+2028 and U+2029; half a surrogate pair becomes U+FFFD, written
    // out.
    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '<', '>', '&', '\u2028', '\u2029' -> escape(c);
                default -> {
                    if (c < ' ') {
                        escape(c);
                    } else if (!Character.isSurrogate(c)) {
                        out.append(c);
                    } else if (Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1))) {
                        out.append(c).append(text.charAt(++i));
                    } else {
                        out.append('\ufffd');
                    }
                }
            }
        }
        out.append('"');
    }

    private void escape(char c) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
    }
}
