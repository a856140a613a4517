// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.inspect.JsonText;
import io.podnet.inspect.NetworkSettings;
import io.podnet.inspect.PortBinding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what inspect commands print. */
public final class DocumentWriter {
    private DocumentWriter() {}

    /** Makes the fields of a container's object, in podman's order. */
    public static Map<String, JsonText> fields(
            String id,
            String status,
            String name,
            NetworkSettings settings,
            String networkMode,
            Map<String, List<PortBinding>> portBindings) {
        ObjectNode hostConfig = Json.object().put("NetworkMode", networkMode);
        hostConfig.set(DocumentReader.PORT_BINDINGS, SettingsWriter.ports(portBindings));
        Map<String, JsonText> fields = new LinkedHashMap<>();
        fields.put("Id", json(Json.object().textNode(id)));
        fields.put("State", json(Json.object().put("Status", status)));
        fields.put("Name", json(Json.object().textNode(name)));
        fields.put(DocumentReader.NETWORK_SETTINGS, json(SettingsWriter.settings(settings)));
        fields.put(DocumentReader.HOST_CONFIG, json(hostConfig));
        return fields;
    }

    private static JsonText json(JsonNode node) {
        return new JsonText(Json.compact(node));
    }

    /** Makes an object. */
    public static ObjectNode object(Map<String, JsonText> fields) {
        ObjectNode object = Json.object();
        fields.forEach((name, json) -> object.set(name, Json.parse(json.text())));
        return object;
    }

    /** Makes a list of objects. */
    public static ArrayNode list(List<Map<String, JsonText>> documents) {
        ArrayNode array = Json.array();
        documents.forEach(each -> array.add(object(each)));
        return array;
    }
}
