// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.podnet.inspect.InspectException;
import io.podnet.inspect.JsonText;
import io.podnet.inspect.NetworkSettings;
import io.podnet.inspect.PortBinding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** Reads what inspect commands print. */
public final class DocumentReader {
    /** The key of the settings in a container's object. */
    public static final String NETWORK_SETTINGS = "NetworkSettings";

    /** The key of what was asked for in a container's object. */
    public static final String HOST_CONFIG = "HostConfig";

    static final String PORT_BINDINGS = "PortBindings";

    /** By one of these, bare settings are told from an object of another kind, such as an image's or a network's. */
    private static final Set<String> BARE = Set.of(Keys.SANDBOX_KEY, Keys.NETWORKS, Keys.PORTS);

    private DocumentReader() {}

    /** Reads a list of containers, the object of one, or bare network settings. */
    public static <T> List<T> read(String json, BiFunction<Map<String, JsonText>, NetworkSettings, T> document) {
        JsonNode node = Json.parse(json);
        return node.isArray()
                ? ObjectReader.list(node, "", (item, path) -> container(item, path, document))
                : List.of(container(node, "", document));
    }

    private static <T> T container(
            JsonNode node, String path, BiFunction<Map<String, JsonText>, NetworkSettings, T> document) {
        String place = path.isEmpty() ? "document" : path;
        Map<String, JsonText> fields = ObjectReader.of(node, place).unknown();
        String prefix = path.isEmpty() ? "" : path + ".";
        if (node.path(NETWORK_SETTINGS).isObject()) {
            NetworkSettings settings = SettingsReader.settings(node.path(NETWORK_SETTINGS), prefix + NETWORK_SETTINGS);
            Map<String, JsonText> normal = new LinkedHashMap<>(fields);
            normal.put(NETWORK_SETTINGS, new JsonText(settings.toJson()));
            return document.apply(normal, settings);
        }
        if (BARE.stream().anyMatch(node::has)) {
            NetworkSettings settings = SettingsReader.settings(node, place);
            return document.apply(Map.of(NETWORK_SETTINGS, new JsonText(settings.toJson())), settings);
        }
        throw new InspectException(
                InspectException.DOCUMENT_INVALID,
                place + ": want an object with " + NETWORK_SETTINGS + ", or those settings themselves, found the keys "
                        + fields.keySet());
    }

    /** Finds a text; empty if there is none. */
    public static String text(Map<String, JsonText> fields, String... path) {
        JsonText field = fields.get(path[0]);
        if (field == null) {
            return "";
        }
        JsonNode node = Json.parse(field.text());
        for (int i = 1; i < path.length; i++) {
            node = node.path(path[i]);
        }
        return node.isTextual() ? node.textValue() : "";
    }

    /** Finds the ports that were asked for. */
    public static Map<String, List<PortBinding>> portBindings(Map<String, JsonText> fields) {
        JsonText hostConfig = fields.get(HOST_CONFIG);
        return hostConfig == null || hostConfig.isNull()
                ? Map.of()
                : SettingsReader.ports(Json.parse(hostConfig.text()), HOST_CONFIG, PORT_BINDINGS);
    }
}
