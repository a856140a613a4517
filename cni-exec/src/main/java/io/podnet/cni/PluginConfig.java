// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.cni.internal.json.Fields;
import io.podnet.cni.internal.json.Json;
import io.podnet.cni.internal.json.JsonException;
import io.podnet.cni.internal.json.PlainValues;
import io.podnet.cni.internal.result.ResultForms;
import io.podnet.cni.internal.result.ResultReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one plugin: any JSON object with a {@code type}. Fields that nobody knows survive, and so does the
 * exact value of every number.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class PluginConfig {
    private static final String PREFIX = "error parsing configuration: ";

    private final String json;
    private final String type;
    private final String name;
    private final String cniVersion;
    private final Map<String, Boolean> capabilities;
    private final String ipamType;
    private final CniDns dns;

    private PluginConfig(String json, Fields fields) throws JsonException {
        this.json = json;
        this.type = fields.string("type");
        this.name = fields.string("name");
        this.cniVersion = fields.string("cniVersion");
        this.capabilities = Collections.unmodifiableMap(fields.booleans("capabilities"));
        Optional<Fields> ipam = fields.object("ipam");
        this.ipamType = ipam.isPresent() ? ipam.get().string("type") : "";
        this.dns = ResultForms.dns(fields);
        // libcni refuses these if they are of the wrong type, although it makes no use of them.
        fields.object("prevResult");
        for (Fields attachment : fields.objects("cni.dev/valid-attachments")) {
            attachment.string("containerID");
            attachment.string("ifname");
        }
    }

    /**
     * Reads a plugin's configuration. Names of fields match in any case, as they do in libcni and in plugins written in Go.
     *
     * @param json a JSON object
     * @return the configuration
     * @throws CniException ({@code cni-config-invalid}) if it is none, has no {@code type}, or a field that libcni reads has
     *     the wrong type
     */
    public static PluginConfig parse(String json) {
        return parse(ConfigSource.of(json.getBytes(StandardCharsets.UTF_8)));
    }

    static PluginConfig parse(ConfigSource source) {
        return checked(source, PREFIX, Json.text(source.bytes()), source.object(PREFIX));
    }

    /** Takes an object out of a bigger one; the prefix says which. */
    static PluginConfig of(ConfigSource source, String prefix, ObjectNode tree) {
        return checked(source, prefix + PREFIX, Json.sortedCompact(tree), tree);
    }

    private static PluginConfig checked(ConfigSource source, String prefix, String json, ObjectNode tree) {
        PluginConfig config;
        try {
            config = new PluginConfig(json, Fields.of(tree));
        } catch (JsonException e) {
            throw source.invalid(prefix + e.getMessage(), e);
        }
        if (config.type.isEmpty()) {
            throw source.invalid(prefix + "missing 'type'");
        }
        return config;
    }

    /**
     * Names the plugin.
     *
     * @return the name of its executable
     */
    public String type() {
        return type;
    }

    /**
     * Gives the plugin object's own name, which a network's name replaces.
     *
     * @return the name; empty if there is none
     */
    public String name() {
        return name;
    }

    /**
     * Gives the plugin object's own version, which a network's version replaces.
     *
     * @return the version as it is written; empty if there is none
     */
    public String cniVersion() {
        return cniVersion;
    }

    /**
     * Lists the capabilities that the configuration speaks of.
     *
     * @return whether each is wanted
     */
    public Map<String, Boolean> capabilities() {
        return capabilities;
    }

    /**
     * Lists the capabilities that the plugin wants arguments for.
     *
     * @return their names, sorted
     */
    public SortedSet<String> enabledCapabilities() {
        SortedSet<String> enabled = new TreeSet<>(capabilities.keySet());
        enabled.removeIf(each -> !capabilities.getOrDefault(each, false));
        return Collections.unmodifiableSortedSet(enabled);
    }

    /**
     * Names the plugin that manages addresses on behalf of this one.
     *
     * @return its type; empty if there is none
     */
    public String ipamType() {
        return ipamType;
    }

    /**
     * Gives the name resolution that the configuration sets.
     *
     * @return the {@code dns} object; empty if there is none
     */
    public CniDns dns() {
        return dns;
    }

    /**
     * Reads the result that a plugin finds in its configuration, as plugins do: it must be of the configuration's own form.
     *
     * @return the result, if there is one
     * @throws CniException ({@code cni-result-invalid}) if it is none, or one of a form that the version does not have
     */
    public Optional<CniResult> prevResult() {
        try {
            Optional<Fields> prevResult =
                    Fields.of(Json.asObject(Json.parse(json))).object("prevResult");
            return prevResult.map(fields -> ResultReader.readPrevResult(cniVersion, fields.node()));
        } catch (JsonException e) {
            throw new IllegalStateException("a configuration that was read before: " + e.getMessage(), e);
        }
    }

    /**
     * Gives a copy with one more field, or another value in it.
     *
     * @param key the field's name
     * @param value its value: maps, collections, strings, numbers or booleans
     * @return the copy, its JSON sorted and without blanks
     * @throws CniException ({@code cni-config-invalid}) if the key is empty, the value is null, or libcni could not read the
     *     field any more
     */
    public PluginConfig with(String key, @Nullable Object value) {
        ConfigSource source = ConfigSource.of(json.getBytes(StandardCharsets.UTF_8));
        ObjectNode tree = source.object("unmarshal existing network bytes: ");
        if (key.isEmpty()) {
            throw source.invalid("keys cannot be empty");
        }
        if (value == null) {
            throw source.invalid("key '" + key + "' value must not be nil");
        }
        tree.set(key, PlainValues.toTree(key, value));
        return of(source, "", tree);
    }

    /**
     * Gives the configuration as it was read, or without blanks and with sorted keys if it came out of a list.
     *
     * @return JSON that {@link #parse(String)} reads back
     */
    public String json() {
        return json;
    }

    /**
     * Names the plugin.
     *
     * @return its type
     */
    @Override
    public String toString() {
        return type;
    }
}
