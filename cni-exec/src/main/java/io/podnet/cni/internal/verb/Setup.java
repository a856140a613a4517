// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.verb;

import io.podnet.cni.CniMode;
import io.podnet.cni.internal.cache.ResultCache;
import io.podnet.cni.spi.PluginListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What all verbs of one client share.
 *
 * @param mode how closely to follow libcni
 * @param pluginPath where executables are looked for
 * @param deadline how long one call of one plugin may take
 * @param environment variables for plugins, asked for before each call
 * @param listener who hears of calls
 * @param backends who may run plugins
 * @param cache what is remembered
 */
public record Setup(
        CniMode mode,
        List<Path> pluginPath,
        Duration deadline,
        Supplier<Map<String, String>> environment,
        PluginListener listener,
        Backends backends,
        ResultCache cache) {
    boolean isLiteral() {
        return mode == CniMode.LIBCNI;
    }
}
