// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal;

import io.podnet.base.InvalidValueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where namespaces are pinned if nobody says where: podman's netns.GetNSRunDir. */
public final class DefaultDirectory {
    private DefaultDirectory() {}

    /** Finds the directory. */
    public static Path find() {
        if (isRoot()) {
            return Path.of("/run/netns");
        }
        String runtime = System.getenv().getOrDefault("XDG_RUNTIME_DIR", "");
        if (!runtime.startsWith("/")) {
            throw new InvalidValueException(
                    "XDG_RUNTIME_DIR", runtime, "must be set to an absolute path, or the directory of pins be given");
        }
        return Path.of(runtime, "netns");
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            throw new UncheckedIOException("/proc is needed", e);
        }
    }
}
