// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import io.podnet.netns.linux.Descriptor;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.Syscalls;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables that iptables-legacy has in one network namespace, by their names: all that can be told of them.
 *
 * <p>The files that list them are there once iptables-legacy has been used since the start of the machine, in whichever
 * namespace. They are kept open: looking is one system call each then.
 */
final class LegacyTables implements AutoCloseable {
    private static final List<Path> FILES = List.of(
            Path.of("/proc/thread-self/net/ip_tables_names"), Path.of("/proc/thread-self/net/ip6_tables_names"));

    /** There are five: raw, mangle, nat, filter and security. */
    private static final int LONGEST = 256;

    private final List<Path> files;
    private final Map<Path, Descriptor> open = new HashMap<>();
    private final ByteBuffer names = ByteBuffer.allocateDirect(LONGEST);

    LegacyTables() {
        this(FILES);
    }

    LegacyTables(List<Path> files) {
        this.files = files;
    }

    /** Tells whether a table filter is there, of either family; to be called in the namespace. */
    synchronized boolean haveFilter() {
        return files.stream().anyMatch(this::hasFilter);
    }

    private boolean hasFilter(Path file) {
        boolean wasOpen = open.containsKey(file);
        Descriptor descriptor = wasOpen ? open.get(file) : open(file);
        if (descriptor == null) {
            return false;
        }
        try {
            return holdsFilter(descriptor);
        } catch (NativeException e) {
            // The module has been taken out, and the file with it; by its name there may be a new one.
            descriptor.close();
            open.remove(file);
            return wasOpen && hasFilter(file);
        }
    }

    private @Nullable Descriptor open(Path file) {
        // Usually it is not there, and an exception would be made of that each time.
        if (!file.toFile().exists()) {
            return null;
        }
        try {
            Descriptor opened = Syscalls.open(file, Syscalls.O_RDONLY, 0);
            open.put(file, opened);
            return opened;
        } catch (NativeException e) {
            // Only root can read it; who cannot has no plugins here that matter.
            return null;
        }
    }

    private boolean holdsFilter(Descriptor file) {
        int length = Syscalls.read(file, names, 0);
        byte[] text = new byte[length];
        names.get(0, text);
        return new String(text, StandardCharsets.US_ASCII).lines().anyMatch("filter"::equals);
    }

    @Override
    public synchronized void close() {
        open.values().forEach(Descriptor::close);
        open.clear();
    }
}
