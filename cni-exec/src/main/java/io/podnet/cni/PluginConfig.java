package io.podnet.cni;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one plugin: any JSON object with a {@code type}. Fields that nobody knows survive.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class PluginConfig {
    private final String json;

    private PluginConfig(String json) {
        this.json = json;
    }

    /**
     * Reads a plugin's configuration.
     *
     * @param json a JSON object
     * @return the configuration
     * @throws CniException ({@code cni-config-invalid}) if it is none, has no {@code type}, or a field that libcni reads has
     *     the wrong type
     */
    public static PluginConfig parse(String json) {
        return new PluginConfig(json);
    }

    /**
     * Names the plugin.
     *
     * @return the name of its executable
     */
    public String type() {
        return "";
    }

    /**
     * Gives the plugin object's own name, which a network's name replaces.
     *
     * @return the name, if it has one
     */
    public Optional<String> name() {
        return Optional.empty();
    }

    /**
     * Gives the plugin object's own version, which a network's version replaces.
     *
     * @return the version as it is written; empty if there is none
     */
    public String cniVersion() {
        return "";
    }

    /**
     * Lists the capabilities that the configuration speaks of.
     *
     * @return whether each is wanted
     */
    public Map<String, Boolean> capabilities() {
        return Map.of();
    }

    /**
     * Lists the capabilities that the plugin wants arguments for.
     *
     * @return their names, sorted
     */
    public Set<String> enabledCapabilities() {
        return Set.of();
    }

    /**
     * Names the plugin that manages addresses on behalf of this one.
     *
     * @return its type; empty if there is none
     */
    public Optional<String> ipamType() {
        return Optional.empty();
    }

    /**
     * Gives the name resolution that the configuration sets.
     *
     * @return the {@code dns} object; empty if there is none
     */
    public CniDns dns() {
        return CniDns.EMPTY;
    }

    /**
     * Gives a copy with one more field.
     *
     * @param key the field's name
     * @param value its value: maps, collections, strings, numbers or booleans
     * @return the copy, its JSON sorted and without blanks
     * @throws CniException ({@code cni-config-invalid}) if the key is empty, or the value is null
     */
    public PluginConfig with(String key, @Nullable Object value) {
        return new PluginConfig(json + key + value);
    }

    /**
     * Gives the configuration as it was read, or without blanks and with sorted keys if it came out of a list.
     *
     * @return JSON that {@link #parse(String)} reads back
     */
    public String json() {
        return json;
    }
}
