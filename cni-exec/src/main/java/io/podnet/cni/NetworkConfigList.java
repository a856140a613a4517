// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A network: its name, its version and the plugins that make it, in order.
 *
 * <pre>{@code
 * NetworkConfigList network = NetworkConfigList.load(Path.of("/etc/cni/net.d"), "podnet");
 * }</pre>
 *
 * <p><b>Threads</b>: immutable.
 *
 * @see <a href="https://github.com/containernetworking/cni/blob/spec-v1.1.0/SPEC.md#section-1-network-configuration-format">
 *     section 1</a>
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class NetworkConfigList {
    private final String name;
    private final String cniVersion;
    private final Flags flags;
    private final List<PluginConfig> plugins;
    private final byte[] bytes;
    private final byte[] cacheBytes;
    private final Optional<Path> file;

    record Flags(boolean disableCheck, boolean disableGc, boolean loadOnlyInlinedPlugins) {}

    NetworkConfigList(
            String name,
            String cniVersion,
            Flags flags,
            List<PluginConfig> plugins,
            byte[] bytes,
            byte[] cacheBytes,
            @Nullable Path file) {
        this.name = name;
        this.cniVersion = cniVersion;
        this.flags = flags;
        this.plugins = List.copyOf(plugins);
        this.bytes = bytes;
        this.cacheBytes = cacheBytes;
        this.file = Optional.ofNullable(file);
    }

    /**
     * Reads a network from the text of a {@code .conflist} file; no folder is looked at.
     *
     * @param json a JSON object
     * @return the network
     * @throws CniException ({@code cni-config-invalid}) if it is none
     */
    public static NetworkConfigList parse(String json) {
        return parse(json.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a network from the bytes of a {@code .conflist} file; no folder is looked at.
     *
     * @param json a JSON object in UTF-8
     * @return the network
     * @throws CniException ({@code cni-config-invalid}) if it is none
     */
    public static NetworkConfigList parse(byte[] json) {
        return NetworkConfigParser.parse(ConfigSource.of(json));
    }

    /**
     * Makes a network of one plugin, as libcni does with {@code .conf} and {@code .json} files.
     *
     * @param plugin the plugin; its own name and version become the network's
     * @return the network
     */
    public static NetworkConfigList of(PluginConfig plugin) {
        return NetworkConfigParser.upConvert(plugin, null);
    }

    /**
     * Finds a network in a directory as libcni does: in the {@code .conflist} files, then in the {@code .conf} and
     * {@code .json} files, each in the order of their names' bytes. A file before the right one that cannot be used is an
     * error; {@link NetworkDirectory} skips such files.
     *
     * @param directory where the files are, such as {@code /etc/cni/net.d}
     * @param name the network's name
     * @return the network
     * @throws CniException ({@code cni-no-networks}) if there are no such files, ({@code cni-network-not-found}) if none is of
     *     that name, ({@code cni-config-invalid}, {@code cni-config-unreadable}) if one cannot be used
     */
    public static NetworkConfigList load(Path directory, String name) {
        List<Path> lists = ConfigFiles.in(directory, ConfigFiles.LISTS);
        for (Path each : lists) {
            NetworkConfigList list = loadFile(each);
            if (list.name.equals(name)) {
                return list;
            }
        }
        List<Path> singles = ConfigFiles.in(directory, ConfigFiles.SINGLES);
        for (Path each : singles) {
            PluginConfig plugin = PluginConfig.parse(ConfigSource.read(each));
            if (plugin.name().equals(name)) {
                return NetworkConfigParser.upConvert(plugin, each);
            }
        }
        if (lists.isEmpty() && singles.isEmpty()) {
            throw CniException.builder("cni-no-networks", "no net configurations found in " + directory)
                    .code(CniErrorCode.INVALID_NETWORK_CONFIG)
                    .network(name)
                    .build();
        }
        throw CniException.builder(
                        "cni-network-not-found", "no net configuration with name \"" + name + "\" in " + directory)
                .code(CniErrorCode.INVALID_NETWORK_CONFIG)
                .network(name)
                .build();
    }

    /**
     * Reads a network from a file: a {@code .conflist} with the plugins of its folder, or anything else as one plugin.
     *
     * @param file the file
     * @return the network
     * @throws CniException ({@code cni-config-invalid}, {@code cni-config-unreadable}) if it cannot be used
     */
    public static NetworkConfigList loadFile(Path file) {
        ConfigSource source = ConfigSource.read(file);
        return ConfigFiles.LISTS.contains(ConfigFiles.extension(file))
                ? NetworkConfigParser.parse(source)
                : NetworkConfigParser.upConvert(PluginConfig.parse(source), file);
    }

    /**
     * Names the network.
     *
     * @return its name, not checked; may be empty
     */
    public String name() {
        return name;
    }

    /**
     * Gives the network's version as it is handed to plugins: {@code cniVersion}, or the newest usable one of
     * {@code cniVersions}.
     *
     * @return the version, not checked; may be empty
     */
    public String cniVersion() {
        return cniVersion;
    }

    /**
     * Gives the network's version as a value.
     *
     * @return the version; 0.1.0 if there is none
     * @throws CniException ({@code cni-version-malformed}) if it is not of the form of a version
     */
    public CniVersion version() {
        return CniVersion.parse(cniVersion);
    }

    /**
     * Tells whether CHECK is to succeed without asking the plugins.
     *
     * @return {@code disableCheck}
     */
    public boolean disableCheck() {
        return flags.disableCheck();
    }

    /**
     * Tells whether GC is to do nothing.
     *
     * @return {@code disableGC}
     */
    public boolean disableGc() {
        return flags.disableGc();
    }

    /**
     * Tells whether the folder beside the file is to be left alone.
     *
     * @return {@code loadOnlyInlinedPlugins}
     */
    public boolean loadOnlyInlinedPlugins() {
        return flags.loadOnlyInlinedPlugins();
    }

    /**
     * Lists the plugins in the order of ADD: those of the file, then those of its folder.
     *
     * @return at least one
     */
    public List<PluginConfig> plugins() {
        return plugins;
    }

    /**
     * Lists the capabilities that at least one plugin wants arguments for.
     *
     * @return their names, sorted
     */
    public SortedSet<String> capabilities() {
        SortedSet<String> names = new TreeSet<>();
        plugins.forEach(each -> names.addAll(each.enabledCapabilities()));
        return Collections.unmodifiableSortedSet(names);
    }

    /**
     * Gives the network as it was read: the bytes of the main file.
     *
     * @return the bytes, the caller's own
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * Gives the network as it should be remembered: with the plugins of its folder inside, so that whoever tears down
     * from the cache, libcni included, runs them too. The same as {@link #bytes()} if there are none.
     *
     * @return the bytes, the caller's own
     */
    public byte[] cacheBytes() {
        return cacheBytes.clone();
    }

    /**
     * Tells where the network was read.
     *
     * @return the main file; empty if it came from a text
     */
    public Optional<Path> file() {
        return file;
    }

    Flags flags() {
        return flags;
    }

    /**
     * Compares names, bytes and where they came from.
     *
     * @param other anything
     * @return true if the other is the same network
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NetworkConfigList that
                && name.equals(that.name)
                && Arrays.equals(bytes, that.bytes)
                && Arrays.equals(cacheBytes, that.cacheBytes)
                && file.equals(that.file);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /**
     * Names the network and its plugins.
     *
     * @return such as {@code podnet [bridge, portmap]}
     */
    @Override
    public String toString() {
        return name + " " + plugins;
    }
}
