// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Fields of a configuration as plugins read them, which are written in Go: names match in any case. What is of another
 * type than expected counts as missing: plugins refuse it themselves, and nobody else has to.
 *
 * @param node the object; anything else has no fields
 */
record PluginFields(JsonNode node) {
    private static final JsonMapper MAPPER = new JsonMapper();

    static PluginFields parse(String json) {
        try {
            return new PluginFields(MAPPER.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a configuration that was read before: " + e.getOriginalMessage(), e);
        }
    }

    private JsonNode get(String name) {
        JsonNode exact = node.get(name);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            if (each.getKey().equalsIgnoreCase(name)) {
                return each.getValue();
            }
        }
        return MissingNode.getInstance();
    }

    PluginFields object(String name) {
        return new PluginFields(get(name));
    }

    Optional<String> text(String name) {
        return Optional.of(get(name)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    boolean flag(String name) {
        return get(name).asBoolean(false);
    }

    Optional<Integer> number(String name) {
        return Optional.of(get(name))
                .filter(JsonNode::isIntegralNumber)
                .filter(JsonNode::canConvertToInt)
                .map(JsonNode::intValue)
                .filter(value -> value != 0);
    }

    /** The texts among the values, by name. */
    Map<String, String> texts(String name) {
        Map<String, String> texts = new TreeMap<>();
        get(name).properties().forEach(each -> {
            if (each.getValue().isTextual()) {
                texts.put(each.getKey(), each.getValue().textValue());
            }
        });
        return texts;
    }

    /** The objects in an array, or in the arrays in an array. */
    List<PluginFields> objects(String name) {
        List<PluginFields> objects = new ArrayList<>();
        collect(get(name), 2, objects);
        return objects;
    }

    private static void collect(JsonNode from, int depth, List<PluginFields> into) {
        if (from.isObject()) {
            into.add(new PluginFields(from));
        } else if (from.isArray() && depth > 0) {
            from.forEach(each -> collect(each, depth - 1, into));
        }
    }
}
