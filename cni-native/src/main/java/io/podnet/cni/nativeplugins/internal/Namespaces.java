// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells network namespaces from other files, and the calling thread's own one from others.
 *
 * <p>All namespaces lie on the kernel's one nsfs; what a name led to before a restart is an ordinary file. The namespace of the
 * process is that of its first thread, which never moves, and stays for as long as the process does: its numbers are read
 * once.
 */
public final class Namespaces {
    private static final Path OF_THREAD = Path.of("/proc/thread-self/ns/net");

    /** Where a thread is that stays there for now. */
    private static final ThreadLocal<@Nullable Stay> STAYING = new ThreadLocal<>();

    private Namespaces() {}

    /**
     * What tells a file from others that are there at the same time.
     *
     * @param device its file system
     * @param inode its number there
     */
    record Identity(Object device, Object inode) {
        /** Whether it is a network namespace, if it is a namespace at all. */
        boolean isNamespace() {
            return device.equals(Home.IDENTITY.device);
        }
    }

    /** That a thread stays where it is; looked up by the first who asks. */
    private static final class Stay {
        private Optional<Identity> where = Optional.empty();

        Optional<Identity> where() {
            if (where.isEmpty()) {
                where = of(OF_THREAD);
            }
            return where;
        }
    }

    private static final class Home {
        static final Identity IDENTITY =
                of(Path.of("/proc/self/ns/net")).orElseThrow(() -> new IllegalStateException("/proc is needed"));
    }

    /** Reads what a file leads to; empty if that is nothing. */
    static Optional<Identity> of(Path file) {
        try {
            Map<String, Object> attributes = Files.readAttributes(file, "unix:dev,ino");
            return Optional.of(new Identity(
                    Objects.requireNonNull(attributes.get("dev")), Objects.requireNonNull(attributes.get("ino"))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static boolean isNetwork(Path file) {
        return of(file).filter(Identity::isNamespace).isPresent();
    }

    static boolean isOwn(Identity namespace) {
        Stay stay = STAYING.get();
        return (stay == null ? of(OF_THREAD) : stay.where())
                .filter(namespace::equals)
                .isPresent();
    }

    /**
     * Does work that leaves the calling thread in the namespace that it is in, as plugins do: where that is need not be
     * looked up at each step.
     */
    static <T> T staying(Supplier<T> work) {
        if (STAYING.get() != null) {
            return work.get();
        }
        STAYING.set(new Stay());
        try {
            return work.get();
        } finally {
            STAYING.remove();
        }
    }

    /**
     * Tells whether the calling thread is where the process's first one is.
     *
     * @return false if it has gone elsewhere
     */
    public static boolean isThreadAtHome() {
        return isOwn(Home.IDENTITY);
    }
}
