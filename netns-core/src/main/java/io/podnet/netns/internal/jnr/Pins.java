// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal.jnr;

import io.podnet.base.UndoStack;
import io.podnet.netns.NetnsException;
import io.podnet.netns.NetnsExistsException;
import io.podnet.netns.internal.NsFs;
import io.podnet.netns.internal.Problems;
import io.podnet.netns.linux.Descriptor;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.Syscalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/** Files that namespaces are mounted on. */
final class Pins {
    private static final long FIRST_PAUSE_NANOS = 1_000_000;
    private static final long LAST_PAUSE_NANOS = 1_000_000_000;

    private Pins() {}

    static void add(String what, Descriptor namespace, Path pin) {
        Path directory = Objects.requireNonNull(pin.getParent(), "a pin lies in a directory");
        try {
            Files.createDirectories(directory, PinDirectory.MODE);
        } catch (IOException e) {
            throw Problems.of(what + ": cannot make the directory " + directory, e);
        }
        try (PinDirectory locked = PinDirectory.lock(directory)) {
            locked.share();
            UndoStack undo = new UndoStack();
            try {
                // Nobody can open it, not even by mistake, before something is mounted on it; ip netns does the same.
                Syscalls.open(pin, Syscalls.O_RDONLY | Syscalls.O_CREAT | Syscalls.O_EXCL, 0)
                        .close();
                undo.push(() -> Files.deleteIfExists(pin));
                namespace.use(fd -> {
                    Syscalls.mount("/proc/self/fd/" + fd, pin, null, Syscalls.MS_BIND, null);
                    return fd;
                });
            } catch (RuntimeException e) {
                throw undo.undoAfter(e);
            }
        } catch (NativeException e) {
            throw e.is(Errno.EEXIST) ? exists(what, pin, e) : Problems.of(what, e);
        }
    }

    private static NetnsException exists(String what, Path pin, NativeException cause) {
        String hint = NsFs.identity(pin).isPresent()
                ? ""
                : ", but is no namespace: a reboot or an interrupted creation left it, and removing the name clears it";
        return new NetnsExistsException(what + ": the file exists already" + hint, cause);
    }

    static boolean remove(String what, Path pin) {
        if (!Files.exists(pin, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Path directory = Objects.requireNonNull(pin.getParent(), "a pin lies in a directory");
        try (PinDirectory locked = PinDirectory.lock(directory)) {
            return removeLocked(what, pin);
        } catch (NativeException e) {
            throw Problems.of(what, e);
        }
    }

    /**
     * Removes what is there. The kernel may say EBUSY for a moment, for instance when somebody else has mounted the same
     * namespace there again or looks at the mount (podman issue 19721).
     */
    private static boolean removeLocked(String what, Path pin) {
        for (long pause = FIRST_PAUSE_NANOS; ; pause *= 2) {
            detach(pin);
            if (!isEmptyFile(what, pin)) {
                return false;
            }
            try {
                Syscalls.unlink(pin);
                return true;
            } catch (NativeException e) {
                if (e.is(Errno.ENOENT)) {
                    return true;
                }
                if (!e.is(Errno.EBUSY) || pause > LAST_PAUSE_NANOS) {
                    throw e;
                }
            }
            LockSupport.parkNanos(pause);
        }
    }

    /** Takes off every namespace that is mounted there: two processes may have put one on the other. */
    private static void detach(Path pin) {
        while (NsFs.identity(pin).isPresent()) {
            try {
                Syscalls.unmount(pin, Syscalls.MNT_DETACH | Syscalls.UMOUNT_NOFOLLOW);
            } catch (NativeException e) {
                // EINVAL: somebody else was faster, or the file is a link to a namespace in /proc.
                if (e.is(Errno.EINVAL) || e.is(Errno.ENOENT)) {
                    return;
                }
                throw e;
            }
        }
    }

    /** Never removes what may be somebody's data: the directory of pins may have been set by mistake. */
    private static boolean isEmptyFile(String what, Path pin) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(pin, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile() || attributes.size() > 0) {
                throw new NetnsException(
                        "netns-not-a-pin", what + ": it is no namespace, and not an empty file either");
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw Problems.of(what, e);
        }
    }
}
