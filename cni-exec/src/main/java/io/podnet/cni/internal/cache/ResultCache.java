// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.cache;

import com.fasterxml.jackson.databind.JsonNode;
import io.podnet.base.AtomicFiles;
import io.podnet.base.AtomicFiles.Durability;
import io.podnet.cni.CniException;
import io.podnet.cni.internal.cache.CacheRead.Absent;
import io.podnet.cni.internal.cache.CacheRead.Foreign;
import io.podnet.cni.internal.cache.CacheRead.Known;
import io.podnet.cni.internal.cache.CacheRead.Other;
import io.podnet.cni.internal.json.Json;
import io.podnet.cni.internal.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The files in {@code results} of libcni's cache directory, one per attachment. */
public final class ResultCache {
    private final Path results;

    /** Uses a cache directory, which need not be there yet. */
    public ResultCache(Path directory) {
        this.results = directory.resolve("results");
    }

    /** Gives the file of an entry. */
    public Path file(CacheKey key) {
        String name = key.fileName();
        try {
            return results.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw failed("cni-cache-key-invalid", key, "cannot be the name of a cache file: " + e.getMessage(), e);
        }
    }

    /** Reads an entry. What is not there, or cannot be read, is absent, as it is to libcni. */
    public CacheRead read(CacheKey key) {
        Path file = file(key);
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            return new Absent();
        }
        CacheRead read = decode(content);
        if (read instanceof Known known && !known.entry().key().equals(key)) {
            return new Foreign(known.entry().key());
        }
        return read;
    }

    private static CacheRead decode(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        JsonNode tree;
        try {
            tree = Json.parse(text);
        } catch (JsonException e) {
            return new Other(text, e.getMessage(), false);
        }
        String kind = tree.path("kind").asText("");
        if (!kind.equals(CacheEntry.KIND)) {
            return new Other(text, kind, true);
        }
        try {
            return new Known(CacheEntry.decode(tree));
        } catch (JsonException e) {
            return new Other(text, e.getMessage(), false);
        }
    }

    /** Writes an entry, in place of what was there. */
    public void write(CacheEntry entry, Durability durability) {
        Path file = file(entry.key());
        try {
            if (!Files.isDirectory(results)) {
                Files.createDirectories(
                        results, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            AtomicFiles.write(file, entry.encode(), durability);
        } catch (IOException e) {
            throw failed("cni-cache-unwritable", entry.key(), "cannot be written: " + e, e);
        }
    }

    /** Removes an entry; true if it was there. */
    public boolean delete(CacheKey key) {
        try {
            return AtomicFiles.delete(file(key), Durability.DISK);
        } catch (IOException e) {
            throw failed("cni-cache-unwritable", key, "cannot be removed: " + e, e);
        }
    }

    /** Lists all entries that can be read, in the order of their file names' bytes. */
    public List<CacheEntry> list() {
        List<CacheEntry> entries = new ArrayList<>();
        for (Path file : files()) {
            try {
                if (!AtomicFiles.isTemporary(file)
                        && decode(Files.readAllBytes(file)) instanceof Known known
                        && !known.entry().network().isEmpty()
                        && !known.entry().attachment().containerId().isEmpty()
                        && !known.entry().attachment().ifName().isEmpty()
                        && known.entry().isFiledAs(file)) {
                    entries.add(known.entry());
                }
            } catch (IOException e) {
                // Removed meanwhile, or not a file: not an entry either way.
            }
        }
        return entries;
    }

    /** Lists the files that killed writers left behind. */
    public List<Path> abandoned() {
        try {
            return AtomicFiles.abandoned(results);
        } catch (IOException e) {
            throw unreadable(results, e);
        }
    }

    /** Removes what killed writers left behind. */
    public void sweep() {
        for (Path file : abandoned()) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        }
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(results)) {
            return files.sorted((a, b) -> Arrays.compareUnsigned(bytes(a), bytes(b)))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw unreadable(results, e);
        }
    }

    private static byte[] bytes(Path file) {
        return String.valueOf(file.getFileName()).getBytes(StandardCharsets.UTF_8);
    }

    private static CniException unreadable(Path file, IOException cause) {
        return CniException.builder("cni-cache-unreadable", cause.toString())
                .file(file)
                .cause(cause)
                .build();
    }

    private static CniException failed(String errorCode, CacheKey key, String message, Exception cause) {
        return CniException.builder(errorCode, message)
                .network(key.network())
                .attachment(key.attachment())
                .cause(cause)
                .build();
    }
}
