// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.cni.internal.GoText;
import io.podnet.cni.internal.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads networks with the rules and the texts of libcni's conf.go. Keys of the list itself match exactly, unlike those of
 * plugins.
 */
final class NetworkConfigParser {
    private static final String PREFIX = "error parsing configuration list: ";
    private static final String PLUGINS = "plugins";
    private static final String ONLY_INLINED = "loadOnlyInlinedPlugins";

    private final ConfigSource source;
    private final ObjectNode tree;

    private NetworkConfigParser(ConfigSource source) {
        this.source = source;
        this.tree = source.object(PREFIX);
    }

    /** Reads a list, with the plugins of its folder if it came from a file. */
    static NetworkConfigList parse(ConfigSource source) {
        return new NetworkConfigParser(source).parse();
    }

    /** Makes a list of one plugin, whose name and version become those of the list. */
    static NetworkConfigList upConvert(PluginConfig plugin, @Nullable Path file) {
        ObjectNode list = Json.object();
        list.put("name", plugin.name());
        list.put("cniVersion", plugin.cniVersion());
        list.putArray(PLUGINS)
                .add(ConfigSource.of(plugin.json().getBytes(StandardCharsets.UTF_8))
                        .object(""));
        byte[] bytes = Json.sortedCompact(list).getBytes(StandardCharsets.UTF_8);
        NetworkConfigList parsed = parse(ConfigSource.of(bytes));
        return new NetworkConfigList(
                parsed.name(), parsed.cniVersion(), parsed.flags(), parsed.plugins(), bytes, bytes, file);
    }

    /** Gives a network without a name one; the bytes to remember have it too. */
    static NetworkConfigList rename(NetworkConfigList list, String name) {
        ObjectNode remembered = ConfigSource.of(list.cacheBytes()).object(PREFIX);
        remembered.put("name", name);
        return new NetworkConfigList(
                name,
                list.cniVersion(),
                list.flags(),
                list.plugins(),
                list.bytes(),
                Json.sortedCompact(remembered).getBytes(StandardCharsets.UTF_8),
                list.file().orElse(null));
    }

    private NetworkConfigList parse() {
        JsonNode nameNode = tree.get("name");
        if (nameNode == null) {
            throw source.invalid(PREFIX + "no name");
        }
        String name = string(nameNode, "name");
        String version = version();
        NetworkConfigList.Flags flags =
                new NetworkConfigList.Flags(flag("disableCheck"), flag("disableGC"), flag(ONLY_INLINED));
        List<PluginConfig> plugins = new ArrayList<>(inlined(flags.loadOnlyInlinedPlugins()));
        byte[] bytes = source.bytes();
        byte[] cacheBytes = bytes;
        if (source.file() != null && !flags.loadOnlyInlinedPlugins()) {
            List<PluginConfig> dropIns = ConfigFiles.dropIns(source.file(), name).stream()
                    .map(file -> PluginConfig.parse(ConfigSource.read(file)))
                    .toList();
            plugins.addAll(dropIns);
            cacheBytes = dropIns.isEmpty() ? bytes : withDropIns(dropIns);
        }
        if (plugins.isEmpty()) {
            throw source.invalid("no plugin configs found");
        }
        return new NetworkConfigList(name, version, flags, plugins, bytes, cacheBytes, source.file());
    }

    // A list that is whole without its folder: libcni reads no folder when it reads bytes.
    private byte[] withDropIns(List<PluginConfig> dropIns) {
        ObjectNode whole = tree.deepCopy();
        ArrayNode all = whole.withArray("/" + PLUGINS);
        dropIns.forEach(each -> all.add(
                ConfigSource.of(each.json().getBytes(StandardCharsets.UTF_8)).object("")));
        whole.put(ONLY_INLINED, true);
        return Json.sortedCompact(whole).getBytes(StandardCharsets.UTF_8);
    }

    private List<PluginConfig> inlined(boolean only) {
        JsonNode list = tree.get(PLUGINS);
        if (list == null) {
            if (only) {
                throw source.invalid(PREFIX + "`" + ONLY_INLINED + "` is true, and no 'plugins' key");
            }
            return List.of();
        }
        if (!list.isArray()) {
            throw source.invalid(PREFIX + "invalid 'plugins' type " + ConfigSource.goType(list));
        }
        if (list.isEmpty()) {
            throw source.invalid(PREFIX + "no plugins in list");
        }
        List<PluginConfig> plugins = new ArrayList<>();
        for (JsonNode each : list) {
            String prefix = "failed to parse plugin config " + plugins.size() + ": ";
            if (!(each instanceof ObjectNode plugin)) {
                throw source.invalid(prefix + "error parsing configuration: json: cannot unmarshal "
                        + ConfigSource.goType(each) + ", want an object");
            }
            plugins.add(PluginConfig.of(source, prefix, plugin));
        }
        return plugins;
    }

    // cniVersion alone is taken as it is; with cniVersions, the highest that this module knows wins, if there is one.
    private String version() {
        JsonNode single = tree.get("cniVersion");
        String version = single == null ? "" : string(single, "cniVersion");
        JsonNode several = tree.get("cniVersions");
        if (several == null) {
            return version;
        }
        if (!several.isArray()) {
            throw source.invalid(PREFIX + "invalid type for cniVersions: " + ConfigSource.goType(several));
        }
        List<String> known = new ArrayList<>();
        for (int i = 0; i < several.size(); i++) {
            JsonNode each = several.get(i);
            if (!each.isTextual()) {
                throw source.invalid(
                        PREFIX + "invalid type for cniVersions index " + i + ": " + ConfigSource.goType(each));
            }
            addIfKnown(known, each.textValue(), "invalid cniVersions entry " + each.textValue() + " at index " + i);
        }
        if (!version.isEmpty()) {
            addIfKnown(known, version, "invalid cniVersion " + version);
        }
        return known.stream()
                .max((a, b) -> CniVersion.parse(a).compareTo(CniVersion.parse(b)))
                .orElse(version);
    }

    private void addIfKnown(List<String> known, String version, String complaint) {
        try {
            if (CniVersion.LATEST.isAtLeast(CniVersion.parse(version))) {
                known.add(version);
            }
        } catch (CniException e) {
            throw source.invalid(PREFIX + complaint + ": " + e.msg(), e);
        }
    }

    private String string(JsonNode node, String key) {
        if (!node.isTextual()) {
            throw source.invalid(PREFIX + "invalid " + key + " type " + ConfigSource.goType(node));
        }
        return node.textValue();
    }

    private boolean flag(String key) {
        JsonNode node = tree.get(key);
        if (node == null) {
            return false;
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (!node.isTextual()) {
            throw source.invalid(PREFIX + "invalid type " + ConfigSource.goType(node) + " for " + key);
        }
        String value = node.textValue().toLowerCase(Locale.ROOT);
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw source.invalid(PREFIX + "invalid value " + GoText.quote(value) + " for " + key);
        };
    }
}
