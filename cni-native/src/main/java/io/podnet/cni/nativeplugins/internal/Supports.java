// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import io.podnet.cni.nativeplugins.spi.ConfigObject;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import io.podnet.cni.spi.Support;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether all that a configuration asks for is done by a plugin and the one that manages its addresses. What follows from the
 * configuration alone is remembered; what depends on the host is asked each time.
 *
 * <p><b>Threads</b>: any.
 */
final class Supports {
    /** What all plugins have: the specification, section 1, and what libcni's plugin library reads. */
    private static final Set<String> COMMON =
            Set.of("type", "name", "cniversion", "ipam", "dns", "args", "capabilities", "runtimeconfig", "prevresult");

    private static final Set<String> DNS = Set.of("dns.nameservers", "dns.domain", "dns.search", "dns.options");

    private static final String RUNTIME_ONLY = "cni.dev/";

    /** Networks are few; longer configurations are rare, and not kept. */
    private static final int MOST_REMEMBERED = 64;

    private static final int LONGEST_REMEMBERED = 10_000;

    private final PluginRegistry plugins;

    private final Map<Asked, Read> remembered = new LinkedHashMap<>(MOST_REMEMBERED, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, Read> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    Supports(PluginRegistry plugins) {
        this.plugins = plugins;
    }

    private record Asked(String type, String config) {}

    /**
     * What a configuration says.
     *
     * @param config the configuration
     * @param manager the plugin for {@code ipam}, if it is another one
     * @param keys whether all keys and capabilities are known
     */
    private record Read(ConfigObject config, Optional<NativePlugin> manager, Support keys) {}

    Support of(NativePlugin plugin, String config) {
        Read read = read(plugin, config);
        if (read.keys instanceof Support.No) {
            return read.keys;
        }
        if (read.manager.isPresent() && read.manager.get().supports(read.config) instanceof Support.No no) {
            return no;
        }
        return plugin.supports(read.config);
    }

    private Read read(NativePlugin plugin, String config) {
        Asked asked = new Asked(plugin.type(), config);
        synchronized (remembered) {
            Read known = remembered.get(asked);
            if (known != null) {
                return known;
            }
        }
        Read read = read(plugin, ConfigObject.parse(config));
        if (config.length() <= LONGEST_REMEMBERED) {
            synchronized (remembered) {
                remembered.put(asked, read);
            }
        }
        return read;
    }

    private Read read(NativePlugin plugin, ConfigObject config) {
        ConfigObject ipam = config.object("ipam");
        String ipamType = ipam.string("type");
        if (ipamType.isEmpty() && !ipam.keys().isEmpty()) {
            return new Read(config, Optional.empty(), Support.no("ipam has no type"));
        }
        boolean isDelegated = !ipamType.isEmpty() && !ipamType.equals(plugin.type());
        Optional<NativePlugin> manager = isDelegated ? plugins.find(ipamType) : Optional.empty();
        if (isDelegated && manager.isEmpty()) {
            return new Read(
                    config,
                    manager,
                    Support.no("there is no native plugin of type \"" + ipamType + "\" for ipam, but " + plugins));
        }
        return new Read(config, manager, keys(plugin, manager, config, ipam));
    }

    private static Support keys(
            NativePlugin plugin, Optional<NativePlugin> manager, ConfigObject config, ConfigObject ipam) {
        Set<String> capabilities = new TreeSet<>(plugin.capabilities());
        if (manager.isPresent()) {
            if (unknown(ipam, lowerCase(manager.get().keys())) instanceof Support.No no) {
                return Support.no("ipam: " + no.reason());
            }
            capabilities.addAll(manager.get().capabilities());
        }
        boolean isManager = ipam.string("type").equals(plugin.type());
        if (unknown(isManager ? ipam : config, lowerCase(plugin.keys())) instanceof Support.No no) {
            return no;
        }
        ConfigObject wanted = config.object("capabilities");
        for (String each : wanted.keys()) {
            if (wanted.bool(each) && !capabilities.contains(each)) {
                return Support.no("capability \"" + each + "\" is not supported natively by " + plugin.type());
            }
        }
        return Support.yes();
    }

    private static Support unknown(ConfigObject object, Set<String> known) {
        return unknown(object, "", known);
    }

    private static Support unknown(ConfigObject object, String above, Set<String> known) {
        for (String key : object.keys()) {
            String path = above + key;
            String lower = path.toLowerCase(Locale.ROOT);
            if (!known.contains(lower) && !COMMON.contains(lower) && !lower.startsWith(RUNTIME_ONLY)) {
                return Support.no("key \"" + path + "\" is not supported natively");
            }
            if (known.stream().anyMatch(each -> each.startsWith(lower + "."))) {
                for (ConfigObject each : object.within(key)) {
                    if (unknown(each, path + ".", known) instanceof Support.No no) {
                        return no;
                    }
                }
            }
        }
        return Support.yes();
    }

    private static Set<String> lowerCase(Set<String> keys) {
        Set<String> lower = new TreeSet<>(DNS);
        keys.forEach(key -> lower.add(key.toLowerCase(Locale.ROOT)));
        return lower;
    }
}
