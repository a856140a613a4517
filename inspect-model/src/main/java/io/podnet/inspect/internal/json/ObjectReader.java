// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.podnet.inspect.InspectException;
import io.podnet.inspect.JsonText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** Reads the fields of an object; what was not asked for is unknown. A field that is null counts as missing. */
final class ObjectReader {
    private static final int LONGEST_QUOTE = 60;

    private final JsonNode object;
    private final String path;
    private final Set<String> known = new HashSet<>();

    private ObjectReader(JsonNode object, String path) {
        this.object = object;
        this.path = path;
    }

    static ObjectReader of(JsonNode node, String path) {
        if (!node.isObject()) {
            throw invalid(path, "an object", node);
        }
        return new ObjectReader(node, path);
    }

    static InspectException invalid(String path, String wanted, JsonNode found) {
        String text = Json.compact(found);
        String quote = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "..." : text;
        return new InspectException(InspectException.DOCUMENT_INVALID, path + ": want " + wanted + ", found " + quote);
    }

    String text(String name) {
        JsonNode node = field(name);
        if (node.isMissingNode()) {
            return "";
        }
        return text(node, path + "." + name);
    }

    static String text(JsonNode node, String path) {
        if (!node.isTextual()) {
            throw invalid(path, "a text", node);
        }
        return node.textValue();
    }

    int number(String name) {
        JsonNode node = field(name);
        if (node.isMissingNode()) {
            return 0;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw invalid(path + "." + name, "a whole number of 32 bits", node);
        }
        return node.intValue();
    }

    boolean flag(String name) {
        JsonNode node = field(name);
        if (node.isMissingNode()) {
            return false;
        }
        if (!node.isBoolean()) {
            throw invalid(path + "." + name, "true or false", node);
        }
        return node.booleanValue();
    }

    JsonText json(String name) {
        JsonNode node = field(name);
        return node.isMissingNode() ? JsonText.NULL : new JsonText(Json.compact(node));
    }

    /** Reads a list; missing is empty. */
    <T> List<T> list(String name, BiFunction<JsonNode, String, T> item) {
        JsonNode node = field(name);
        return node.isMissingNode() ? List.of() : list(node, path + "." + name, item);
    }

    static <T> List<T> list(JsonNode node, String path, BiFunction<JsonNode, String, T> item) {
        if (!node.isArray()) {
            throw invalid(path, "a list", node);
        }
        List<T> items = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            items.add(item.apply(node.get(i), path + "[" + i + "]"));
        }
        return items;
    }

    /** Reads an object whose keys are names; missing is empty. */
    <T> Map<String, T> map(String name, BiFunction<JsonNode, String, T> value) {
        JsonNode node = field(name);
        if (node.isMissingNode()) {
            return Map.of();
        }
        if (!node.isObject()) {
            throw invalid(path + "." + name, "an object", node);
        }
        Map<String, T> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            map.put(entry.getKey(), value.apply(entry.getValue(), path + "." + name + "." + entry.getKey()));
        }
        return map;
    }

    /** Gives what was not asked for so far. */
    Map<String, JsonText> unknown() {
        Map<String, JsonText> unknown = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (!known.contains(entry.getKey())) {
                unknown.put(entry.getKey(), new JsonText(Json.compact(entry.getValue())));
            }
        }
        return unknown;
    }

    private JsonNode field(String name) {
        known.add(name);
        JsonNode node = object.path(name);
        return node.isNull() ? MissingNode.getInstance() : node;
    }
}
