// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A document as a list of PATH = VALUE in its own order: what differs shows by key. */
public final class Lines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Lines() {}

    public static List<String> of(String json) {
        List<String> lines = new ArrayList<>();
        try {
            add(JSON.readTree(json), "", lines);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
        return lines;
    }

    private static void add(JsonNode node, String path, List<String> lines) {
        if (node.isObject() && !node.isEmpty()) {
            for (Map.Entry<String, JsonNode> each : node.properties()) {
                add(each.getValue(), path + "." + each.getKey(), lines);
            }
        } else if (node.isArray() && !node.isEmpty()) {
            for (int i = 0; i < node.size(); i++) {
                add(node.get(i), path + "[" + i + "]", lines);
            }
        } else {
            lines.add(path + " = " + node);
        }
    }
}
