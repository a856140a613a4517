// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import io.podnet.base.FileLocks.Held;
import io.podnet.base.PodnetException;
import io.podnet.netns.linux.Descriptor;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.Syscalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Locks that all processes with one runtime directory meet at: flock(2) on files that nobody else may open. Whoever can open a
 * file can keep it locked, which is why none that everybody sees will do, such as that of the namespace in {@code /proc}.
 */
final class RuntimeLocks {
    private static final int MODE = 0600;

    private RuntimeLocks() {}

    /** Waits for it. */
    static Held take(Path runtime, String name) {
        // No network's name, and so no directory of markers, begins like this.
        Path file = runtime.resolve("." + name + ".lock");
        Descriptor lock;
        try {
            lock = open(file);
        } catch (NativeException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
            provide(runtime);
            lock = open(file);
        }
        try {
            Syscalls.flock(lock, Syscalls.LOCK_EX);
            return lock::close;
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static Descriptor open(Path file) {
        return Syscalls.open(file, Syscalls.O_RDONLY | Syscalls.O_CREAT, MODE);
    }

    private static void provide(Path runtime) {
        try {
            Files.createDirectories(
                    runtime, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new PodnetException("cni-native-marker", "cannot make " + runtime + ": " + e, e);
        }
    }
}
