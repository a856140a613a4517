// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of an object as Go decodes into structs: names match in any case, of several matches the last one
 * counts, null counts as absent, and a value of the wrong type is an error.
 */
public final class Fields {
    private final ObjectNode object;
    private final String path;

    private Fields(ObjectNode object, String path) {
        this.object = object;
        this.path = path;
    }

    /** Looks at an object that stands at the top. */
    public static Fields of(ObjectNode object) {
        return new Fields(object, "");
    }

    /** Reads a string; empty if it is absent. */
    public String string(String name) throws JsonException {
        JsonNode node = find(name);
        if (node == null) {
            return "";
        }
        return text(node, path + name);
    }

    /** Reads a list of strings; empty if it is absent. */
    public List<String> strings(String name) throws JsonException {
        List<String> list = new ArrayList<>();
        for (Item item : array(name)) {
            list.add(item.node().isNull() ? "" : text(item.node(), item.path()));
        }
        return list;
    }

    /** Reads a whole number of 32 bits; Go has 64, but none of CNI's needs them. */
    public OptionalInt integer(String name) throws JsonException {
        JsonNode node = find(name);
        if (node == null) {
            return OptionalInt.empty();
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw wrongType(node, path + name, "int");
        }
        return OptionalInt.of(node.intValue());
    }

    /** Reads a map of booleans in its order. */
    public Map<String, Boolean> booleans(String name) throws JsonException {
        Map<String, Boolean> map = new LinkedHashMap<>();
        Optional<Fields> fields = object(name);
        if (fields.isPresent()) {
            for (Map.Entry<String, JsonNode> each : fields.get().object.properties()) {
                if (!each.getValue().isBoolean() && !each.getValue().isNull()) {
                    throw wrongType(each.getValue(), fields.get().path + each.getKey(), "bool");
                }
                map.put(each.getKey(), each.getValue().booleanValue());
            }
        }
        return map;
    }

    /** Reads an object. */
    public Optional<Fields> object(String name) throws JsonException {
        JsonNode node = find(name);
        return node == null ? Optional.empty() : Optional.of(inside(node, path + name));
    }

    /** Reads a list of objects. */
    public List<Fields> objects(String name) throws JsonException {
        List<Fields> list = new ArrayList<>();
        for (Item item : array(name)) {
            list.add(inside(item.node(), item.path()));
        }
        return list;
    }

    /** Gives the object itself. */
    public ObjectNode node() {
        return object;
    }

    /** Gives a field's path from the top, for messages. */
    public String path(String name) {
        return path + name;
    }

    /** Names a node's type as Go does. */
    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "array";
            case BOOLEAN -> "bool";
            case NUMBER -> "number";
            case OBJECT, POJO -> "object";
            case STRING, BINARY -> "string";
            case NULL, MISSING -> "null";
        };
    }

    private record Item(JsonNode node, String path) {}

    private List<Item> array(String name) throws JsonException {
        JsonNode node = find(name);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray()) {
            throw wrongType(node, path + name, "array");
        }
        List<Item> items = new ArrayList<>();
        for (JsonNode each : node) {
            items.add(new Item(each, path + name + "[" + items.size() + "]"));
        }
        return items;
    }

    private @Nullable JsonNode find(String name) {
        JsonNode found = null;
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            if (each.getKey().equalsIgnoreCase(name) && !each.getValue().isNull()) {
                found = each.getValue();
            }
        }
        return found;
    }

    private static Fields inside(JsonNode node, String path) throws JsonException {
        if (node instanceof ObjectNode inner) {
            return new Fields(inner, path + ".");
        }
        throw wrongType(node, path, "object");
    }

    private static String text(JsonNode node, String path) throws JsonException {
        if (!node.isTextual()) {
            throw wrongType(node, path, "string");
        }
        return node.textValue();
    }

    private static JsonException wrongType(JsonNode node, String path, String wanted) {
        String found = node.isNumber() && wanted.equals("int") ? "number " + JsonNumbers.exact(node) : kind(node);
        return new JsonException("json: cannot unmarshal " + found + " into field " + path + " of type " + wanted);
    }
}
