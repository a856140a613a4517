// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.spi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells files that lead to a namespace from others. */
final class NamespaceFiles {
    // This process's own namespace: its file lies on the kernel's one nsfs, as those of all namespaces do.
    private static final Path OWN = Path.of("/proc/self/ns/net");

    private NamespaceFiles() {}

    // After a restart, or once its mount is gone, the file may still be there, empty and on another file system.
    static boolean isNamespace(Path file) {
        Object nsfs;
        try {
            nsfs = Files.getAttribute(OWN, "unix:dev");
        } catch (IOException e) {
            // Without /proc it cannot be told; a namespace must not be taken for gone.
            return Files.exists(file);
        }
        try {
            return nsfs.equals(Files.getAttribute(file, "unix:dev"));
        } catch (IOException e) {
            return false;
        }
    }
}
