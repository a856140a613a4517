// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.store;

import io.podnet.api.PodException;
import io.podnet.api.spi.StateStore;
import io.podnet.base.AtomicFiles;
import io.podnet.base.AtomicFiles.Durability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps each pod's document in a file {@code pods/ID.json}, and what was set aside in {@code aside/ID.json}. Files that
 * have other names, and all that is no plain file, are left alone.
 */
final class FileStateStore implements StateStore {
    /** Far more than any record needs; a file that is larger is none of podnet's. */
    private static final int LARGEST = 16 << 20;

    private static final Pattern FILE = Pattern.compile("([0-9a-f]{64})\\.json");

    private final Path pods;
    private final Path aside;

    FileStateStore(Path directory) {
        this.pods = directory.resolve("pods");
        this.aside = directory.resolve("aside");
    }

    @Override
    public List<String> ids() {
        return List.copyOf(list(pods));
    }

    @Override
    public Optional<String> read(String id) {
        Path file = file(pods, id);
        // A planted link must not make anyone read, and later report, another file; opening a fifo would block.
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw unusable(file, "is no plain file");
            }
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            if (channel.size() > LARGEST) {
                throw unusable(file, "has " + channel.size() + " bytes, more than a record can have");
            }
            return Optional.of(new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void write(String id, String document, Durability durability) {
        Path file = file(pods, id);
        try {
            provide(pods);
            AtomicFiles.write(file, document.getBytes(StandardCharsets.UTF_8), durability);
        } catch (IOException e) {
            throw unusable(pods, e);
        }
    }

    @Override
    public void delete(String id) {
        try {
            AtomicFiles.delete(file(pods, id), Durability.DISK);
            AtomicFiles.delete(file(aside, id), Durability.DISK);
        } catch (IOException e) {
            throw unusable(pods, e);
        }
    }

    @Override
    public void setAside(String id) {
        try {
            provide(aside);
            Files.move(file(pods, id), file(aside, id), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            // Another process was faster.
        } catch (IOException e) {
            throw unusable(aside, e);
        }
    }

    @Override
    public SortedMap<String, String> asides() {
        SortedMap<String, String> asides = new TreeMap<>();
        list(aside).forEach(id -> asides.put(id, file(aside, id).toString()));
        return asides;
    }

    @Override
    public List<Path> abandonedFiles() {
        try {
            return AtomicFiles.abandoned(pods);
        } catch (IOException e) {
            throw new UncheckedIOException(pods + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static SortedSet<String> list(Path directory) {
        SortedSet<String> ids = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path each : files) {
                Matcher name = FILE.matcher(each.getFileName().toString());
                if (name.matches()) {
                    ids.add(name.group(1));
                }
            }
        } catch (NoSuchFileException e) {
            // Nothing was written yet.
        } catch (NotDirectoryException e) {
            throw new PodException("directory-unusable", directory + " is no directory", e);
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be read: " + e.getMessage(), e);
        }
        return ids;
    }

    private static Path file(Path directory, String id) {
        String name = id + ".json";
        if (!FILE.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + id + "\" is no pod id");
        }
        return directory.resolve(name);
    }

    // Made on the first write, and synced upwards: a record that survives in a directory that does not is lost.
    private static void provide(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            provide(parent);
        }
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
        if (parent != null) {
            try (FileChannel channel = FileChannel.open(parent, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static PodException unusable(Path file, String fault) {
        return new PodException("pod-record-unusable", file + " " + fault);
    }

    private static PodException unusable(Path directory, IOException e) {
        return new PodException("directory-unusable", directory + " cannot be written: " + reason(e), e);
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
