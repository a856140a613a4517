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
        try {
            return Files.getAttribute(file, "unix:dev").equals(Files.getAttribute(OWN, "unix:dev"));
        } catch (IOException e) {
            return false;
        }
    }
}
