// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal;

import java.nio.file.Path;
import java.util.List;

/**
 * Where everything is.
 *
 * @param state podnet's records
 * @param runtime podnet's locks, gone after a restart of the machine
 * @param netns the pins of namespaces, shared with {@code ip netns}
 * @param config the network configurations
 * @param plugins the plugins' directories in the order of the search
 * @param cache CNI's results, shared with other CNI users
 * @param defaultNetwork the network of pods that name none
 */
public record Settings(
        Path state, Path runtime, Path netns, Path config, List<Path> plugins, Path cache, String defaultNetwork) {
    /**
     * Copies what could change.
     *
     * @param state podnet's records
     * @param runtime podnet's locks
     * @param netns the pins of namespaces
     * @param config the network configurations
     * @param plugins the plugins' directories
     * @param cache CNI's results
     * @param defaultNetwork the network of pods that name none
     */
    public Settings {
        plugins = List.copyOf(plugins);
    }

    /**
     * Tells where the lock files are.
     *
     * @return a directory of podnet's own
     */
    public Path locks() {
        return runtime.resolve("locks");
    }
}
