// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.hostlocal;

import io.podnet.cni.nativeplugins.internal.HalfWritten;
import io.podnet.netns.linux.DirectoryWatch;
import io.podnet.netns.linux.NativeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who owns which file of a lease directory, remembered from call to call: the reference plugin reads all files each time,
 * which takes the longer the more there are. Others change the directory too; the kernel tells which files they have changed,
 * so that a lease costs the same however many there are. (The directory's modification time would not do: what happens
 * within a few milliseconds has the same.)
 *
 * <p>Used under the directory's lock only.
 */
final class LeaseIndex {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseIndex.class.getPackageName());
    private static final Map<Path, LeaseIndex> ALL = new ConcurrentHashMap<>();

    private final Path directory;
    private final Map<String, Entry> files = new HashMap<>();
    private final Map<String, Set<String>> byOwner = new HashMap<>();
    private @Nullable Object inode;
    private @Nullable DirectoryWatch watch;

    /** A file's owner, and when it was written; null for one that we wrote and have not looked at since. */
    private record Entry(String owner, @Nullable FileTime written) {}

    private LeaseIndex(Path directory) {
        this.directory = directory;
    }

    static LeaseIndex of(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        LeaseIndex known = ALL.get(path);
        if (known != null) {
            return known;
        }
        forgetRemoved();
        return ALL.computeIfAbsent(path, LeaseIndex::new);
    }

    // Networks come and go.
    private static void forgetRemoved() {
        for (LeaseIndex each : List.copyOf(ALL.values())) {
            if (!Files.isDirectory(each.directory)) {
                ALL.remove(each.directory, each);
                each.unwatch();
            }
        }
    }

    /** Looks at what others have done. */
    synchronized void refresh() throws IOException {
        Object now = Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
        Optional<Set<String>> changed = now.equals(inode) && watch != null ? watch.changes() : Optional.empty();
        try {
            if (changed.isPresent()) {
                read(changed.get());
                return;
            }
            if (!now.equals(inode)) {
                files.clear();
                byOwner.clear();
            }
            inode = now;
            watch();
            readAll();
        } catch (IOException | RuntimeException e) {
            // The kernel does not tell again.
            unwatch();
            throw e;
        }
    }

    /** Takes note of nothing that we have done ourselves since, as we know of it. */
    synchronized void settle() {
        if (watch != null && watch.changes().isEmpty()) {
            unwatch();
        }
    }

    private synchronized void watch() {
        unwatch();
        try {
            watch = DirectoryWatch.open(directory);
        } catch (NativeException e) {
            // A user may have so many and no more.
            LOG.debug("{} is read as a whole each time: {}", directory, e.getMessage());
        }
    }

    private synchronized void unwatch() {
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }

    private void read(Set<String> names) throws IOException {
        for (String name : names) {
            Path file = directory.resolve(name);
            if (!HalfWritten.is(file)) {
                look(file);
            }
        }
    }

    private void readAll() throws IOException {
        Set<String> names = new LinkedHashSet<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path file : stream) {
                names.add(String.valueOf(file.getFileName()));
            }
        }
        read(names);
        List<String> gone =
                files.keySet().stream().filter(name -> !names.contains(name)).toList();
        gone.forEach(this::remove);
    }

    private void look(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            Entry known = files.get(name);
            if (now.isDirectory() || (known != null && now.lastModifiedTime().equals(known.written()))) {
                return;
            }
            // Compared by content, whatever the name, as the reference plugin does; it trims.
            String owner = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
            put(name, new Entry(owner, now.lastModifiedTime()));
        } catch (NoSuchFileException e) {
            remove(name);
        }
    }

    boolean has(String name) {
        return files.containsKey(name);
    }

    /** What a file holds, stripped. */
    Optional<String> content(String name) {
        return Optional.ofNullable(files.get(name)).map(Entry::owner);
    }

    List<String> ownedBy(String owner) {
        return List.copyOf(byOwner.getOrDefault(owner, Set.of()));
    }

    void add(String name, String owner) {
        put(name, new Entry(owner, null));
    }

    private void put(String name, Entry entry) {
        remove(name);
        files.put(name, entry);
        byOwner.computeIfAbsent(entry.owner(), owner -> new LinkedHashSet<>()).add(name);
    }

    void remove(String name) {
        Entry entry = files.remove(name);
        if (entry != null) {
            Set<String> names = byOwner.getOrDefault(entry.owner(), Set.of());
            names.remove(name);
            if (names.isEmpty()) {
                byOwner.remove(entry.owner());
            }
        }
    }
}
