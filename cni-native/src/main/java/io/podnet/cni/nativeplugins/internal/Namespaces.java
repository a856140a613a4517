// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells network namespaces from other files, and the calling thread's own one from others. */
final class Namespaces {
    private static final Path OF_THREAD = Path.of("/proc/thread-self/ns/net");
    private static final Path OF_PROCESS = Path.of("/proc/self/ns/net");

    private Namespaces() {}

    // All namespaces lie on the kernel's one nsfs; what a name led to before a restart is an ordinary file.
    static boolean isNetwork(Path file) {
        try {
            return Files.getAttribute(file, "unix:dev").equals(Files.getAttribute(OF_PROCESS, "unix:dev"));
        } catch (IOException e) {
            return false;
        }
    }

    static boolean isOwn(Path file) {
        return sameFile(file, OF_THREAD);
    }

    /** Whether the calling thread is where the process's first one is, which never moves. */
    static boolean isThreadAtHome() {
        return sameFile(OF_THREAD, OF_PROCESS);
    }

    private static boolean sameFile(Path one, Path other) {
        try {
            return Files.getAttribute(one, "unix:ino").equals(Files.getAttribute(other, "unix:ino"));
        } catch (IOException e) {
            return false;
        }
    }
}
