// SPDX-License-Identifier: Apache-2.0
package com.example.vendor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.podnet.api.spi.StateStore;
import io.podnet.base.AtomicFiles;
import io.podnet.base.AtomicFiles.Durability;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Keeps each document in a file {@code ID.json.gz}, and in {@code ID.aside.gz} what was set aside. */
final class ZippedStore implements StateStore {
    private static final String KEPT = ".json.gz";
    private static final String ASIDE = ".aside.gz";

    private final Path directory;

    ZippedStore(Path directory) {
        this.directory = directory;
    }

    @Override
    public List<String> ids() {
        return List.copyOf(list(KEPT).keySet());
    }

    @Override
    public Optional<String> read(String id) {
        try (GZIPInputStream document = new GZIPInputStream(Files.newInputStream(directory.resolve(id + KEPT)))) {
            return Optional.of(new String(document.readAllBytes(), UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void write(String id, String document, Durability durability) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            try (GZIPOutputStream zipped = new GZIPOutputStream(bytes)) {
                zipped.write(document.getBytes(UTF_8));
            }
            Files.createDirectories(directory);
            AtomicFiles.write(directory.resolve(id + KEPT), bytes.toByteArray(), durability);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void delete(String id) {
        try {
            for (String suffix : List.of(KEPT, ASIDE)) {
                if (Files.isDirectory(directory)) {
                    AtomicFiles.delete(directory.resolve(id + suffix), Durability.DISK);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void setAside(String id) {
        try {
            Files.move(
                    directory.resolve(id + KEPT), directory.resolve(id + ASIDE), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            // Another process was faster.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public SortedMap<String, String> asides() {
        return list(ASIDE);
    }

    private SortedMap<String, String> list(String suffix) {
        SortedMap<String, String> found = new TreeMap<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(file -> file.getFileName().toString().endsWith(suffix)).forEach(file -> {
                    String name = file.getFileName().toString();
                    found.put(name.substring(0, name.length() - suffix.length()), file.toString());
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }
}
