// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal.jnr;

import io.podnet.base.UndoStack;
import io.podnet.netns.NetnsException;
import io.podnet.netns.internal.Mounts;
import io.podnet.netns.linux.Descriptor;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.Syscalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** A directory of pins, locked as {@code ip netns} locks it: {@code flock(2)} on the directory itself. */
final class PinDirectory implements AutoCloseable {
    static final FileAttribute<Set<PosixFilePermission>> MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));

    private static final long POLL_NANOS = 1_000_000;
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final Path path;
    private final Descriptor descriptor;

    private PinDirectory(Path path, Descriptor descriptor) {
        this.path = path;
        this.descriptor = descriptor;
    }

    static PinDirectory lock(Path path) {
        long start = System.nanoTime();
        while (true) {
            Descriptor descriptor = Syscalls.open(path, Syscalls.O_RDONLY, 0);
            try {
                await(path, descriptor, start);
                if (isStill(path, descriptor)) {
                    return new PinDirectory(path, descriptor);
                }
            } catch (RuntimeException e) {
                descriptor.close();
                throw e;
            }
            descriptor.close();
        }
    }

    private static void await(Path path, Descriptor descriptor, long start) {
        while (true) {
            try {
                Syscalls.flock(descriptor, Syscalls.LOCK_EX | Syscalls.LOCK_NB);
                return;
            } catch (NativeException e) {
                if (!e.is(Errno.EAGAIN)) {
                    throw e;
                }
            }
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new NetnsException("netns-busy", "somebody has held the flock on " + path + " for 30 s");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** The directory may have been replaced while we waited for the lock on the old one. */
    private static boolean isStill(Path path, Descriptor descriptor) {
        return descriptor.use(fd -> {
            try {
                return Objects.equals(key(path), key(Path.of("/proc/self/fd/" + fd)));
            } catch (IOException e) {
                return false;
            }
        });
    }

    private static Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /**
     * Lets mount namespaces that are copied from this one see pins come and go, as podman and {@code ip netns} do: the
     * directory becomes a shared mount. They make all mounts below it shared too, and cover a directory with itself though
     * it lies on a shared mount already, which makes each pin show twice; neither is needed.
     */
    void share() {
        if (!shareMount() && !Mounts.isShared(path)) {
            cover();
        }
    }

    /** Answers false if the directory is not a mount point. */
    private boolean shareMount() {
        try {
            Syscalls.mount(null, path, null, Syscalls.MS_SHARED, null);
            return true;
        } catch (NativeException e) {
            if (e.is(Errno.EINVAL)) {
                return false;
            }
            throw e;
        }
    }

    private void cover() {
        // Recursively, or pins that are there already would be hidden.
        Syscalls.mount(path.toString(), path, null, Syscalls.MS_BIND | Syscalls.MS_REC, null);
        UndoStack undo = new UndoStack();
        undo.push(() -> Syscalls.unmount(path, Syscalls.MNT_DETACH));
        try {
            Syscalls.mount(null, path, null, Syscalls.MS_SHARED, null);
        } catch (NativeException e) {
            throw undo.undoAfter(e);
        }
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
