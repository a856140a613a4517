// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import io.podnet.cni.nativeplugins.spi.ConfigObject;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import io.podnet.cni.spi.Support;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether all that a configuration asks for is done by a plugin and the one that manages its addresses. */
final class Supports {
    /** What all plugins have: the specification, section 1, and what libcni's plugin library reads. */
    private static final Set<String> COMMON =
            Set.of("type", "name", "cniversion", "ipam", "dns", "args", "capabilities", "runtimeconfig", "prevresult");

    private static final Set<String> DNS = Set.of("dns.nameservers", "dns.domain", "dns.search", "dns.options");

    private static final String RUNTIME_ONLY = "cni.dev/";

    private final PluginRegistry plugins;

    Supports(PluginRegistry plugins) {
        this.plugins = plugins;
    }

    Support of(NativePlugin plugin, ConfigObject config) {
        ConfigObject ipam = config.object("ipam");
        String ipamType = ipam.string("type");
        Set<String> capabilities = new TreeSet<>(plugin.capabilities());
        Set<String> own = lowerCase(plugin.keys());
        if (!ipamType.isEmpty() && !ipamType.equals(plugin.type())) {
            Optional<NativePlugin> manager = plugins.find(ipamType);
            if (manager.isEmpty()) {
                return Support.no("there is no native plugin of type \"" + ipamType + "\" for ipam, but " + plugins);
            }
            if (unknown(ipam, lowerCase(manager.get().keys())) instanceof Support.No no) {
                return Support.no("ipam: " + no.reason());
            }
            if (manager.get().supports(config) instanceof Support.No no) {
                return no;
            }
            capabilities.addAll(manager.get().capabilities());
        } else if (ipamType.isEmpty() && !ipam.keys().isEmpty()) {
            return Support.no("ipam has no type");
        }
        boolean addresses = ipamType.equals(plugin.type());
        if (unknown(addresses ? ipam : config, own) instanceof Support.No no) {
            return no;
        }
        ConfigObject wanted = config.object("capabilities");
        for (String each : wanted.keys()) {
            if (wanted.bool(each) && !capabilities.contains(each)) {
                return Support.no("capability \"" + each + "\" is not supported natively by " + plugin.type());
            }
        }
        return plugin.supports(config);
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
