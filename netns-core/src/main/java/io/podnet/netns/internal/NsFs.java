// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal;

import io.podnet.netns.NetnsException;
import io.podnet.netns.NetnsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The kernel's file system of namespaces, nsfs: every namespace is a file of it. */
public final class NsFs {
    /** The namespace of the calling thread; {@code /proc/self} would be that of the main thread. */
    public static final Path THREAD = Path.of("/proc/thread-self/ns/net");

    /** The namespace that this JVM was born in: its main thread never leaves it. */
    public static final Path JVM = Path.of("/proc/self/ns/net");

    private NsFs() {}

    /** Names the namespace that a process is in. */
    public static Path ofProcess(long pid) {
        return Path.of("/proc", Long.toString(pid), "ns", "net");
    }

    /** Identifies a namespace by a path that leads to it; empty if it does not lead to a file of nsfs, or nowhere. */
    public static Optional<NetnsIdentity> identity(Path path) {
        return read(path).filter(found -> found.device() == Device.NUMBER);
    }

    /** Tells whether the calling thread is in the namespace that the JVM was born in. */
    public static boolean isHostThread() {
        return read(THREAD).equals(read(JVM));
    }

    private static Optional<NetnsIdentity> read(Path path) {
        try {
            Map<String, Object> attributes = Files.readAttributes(path, "unix:dev,ino");
            return Optional.of(new NetnsIdentity(number(attributes, "dev"), number(attributes, "ino")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static long number(Map<String, Object> attributes, String name) {
        return ((Number) Objects.requireNonNull(attributes.get(name), name)).longValue();
    }

    /** All namespaces lie on one device. */
    private static final class Device {
        static final long NUMBER = read(JVM)
                .orElseThrow(() -> new NetnsException("netns-proc", "cannot read " + JVM + ": /proc is needed"))
                .device();
    }
}
