// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.hostlocal;

import io.podnet.cni.nativeplugins.internal.HalfWritten;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who owns which file of a lease directory, remembered from call to call: the reference plugin reads all files each time,
 * which takes the longer the more there are. Others change the directory too; its modification time tells, and then only
 * files that are new or have changed are read.
 *
 * <p>Used under the directory's lock only.
 */
final class LeaseIndex {
    private static final Map<Path, LeaseIndex> ALL = new ConcurrentHashMap<>();

    private final Path directory;
    private final Map<String, Entry> files = new HashMap<>();
    private final Map<String, Set<String>> byOwner = new HashMap<>();
    private @Nullable FileTime seen;
    private @Nullable Object inode;

    /** A file's owner, and when it was written; null for one that we wrote and have not looked at since. */
    private record Entry(String owner, @Nullable FileTime written) {}

    private LeaseIndex(Path directory) {
        this.directory = directory;
    }

    static LeaseIndex of(Path directory) {
        return ALL.computeIfAbsent(directory.toAbsolutePath().normalize(), LeaseIndex::new);
    }

    /** Looks at what others have done. */
    void refresh() throws IOException {
        BasicFileAttributes now = Files.readAttributes(directory, BasicFileAttributes.class);
        if (!now.fileKey().equals(inode)) {
            files.clear();
            byOwner.clear();
        } else if (now.lastModifiedTime().equals(seen)) {
            return;
        }
        inode = now.fileKey();
        read();
        seen = now.lastModifiedTime();
    }

    private void read() throws IOException {
        Set<String> names = new LinkedHashSet<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path file : stream) {
                if (!HalfWritten.is(file)) {
                    names.add(String.valueOf(file.getFileName()));
                    look(file);
                }
            }
        }
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

    /** Takes note of what the directory looks like now, after what we have done ourselves. */
    void settle() {
        try {
            seen = Files.getLastModifiedTime(directory);
        } catch (IOException e) {
            seen = null;
        }
    }
}
