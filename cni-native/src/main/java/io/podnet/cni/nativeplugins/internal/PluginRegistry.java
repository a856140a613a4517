// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import io.podnet.base.PodnetException;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Spliterator;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugins by type. */
public final class PluginRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(PluginRegistry.class.getPackageName());

    /** A services file that cannot be read fails again at every attempt: give up at some point. */
    private static final int MOST_PLUGINS = 1000;

    private final Map<String, NativePlugin> byType;

    private PluginRegistry(Map<String, NativePlugin> byType) {
        this.byType = byType;
    }

    /** Finds those that ServiceLoader knows; one that cannot be loaded does not hide the others. */
    public static PluginRegistry load() {
        List<NativePlugin> plugins = new ArrayList<>();
        Spliterator<NativePlugin> found = ServiceLoader.load(NativePlugin.class, PluginRegistry.class.getClassLoader())
                .spliterator();
        boolean more = true;
        for (int tries = 0; more && tries < MOST_PLUGINS; tries++) {
            try {
                more = found.tryAdvance(plugins::add);
            } catch (ServiceConfigurationError | LinkageError e) {
                LOG.warn("a native CNI plugin cannot be loaded: {}", e.toString());
            }
        }
        return of(plugins);
    }

    public static PluginRegistry of(List<? extends NativePlugin> plugins) {
        Map<String, NativePlugin> byType = new TreeMap<>();
        for (NativePlugin plugin : plugins) {
            NativePlugin twin = byType.put(plugin.type(), plugin);
            if (twin != null) {
                throw new PodnetException(
                        "cni-native-plugins",
                        "two native CNI plugins have the type \"" + plugin.type() + "\": "
                                + twin.getClass().getName() + " and "
                                + plugin.getClass().getName());
            }
        }
        return new PluginRegistry(byType);
    }

    Optional<NativePlugin> find(String type) {
        return Optional.ofNullable(byType.get(type));
    }

    @Override
    public String toString() {
        return byType.keySet().toString();
    }
}
