// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podnet.base.AtomicFiles;
import io.podnet.base.AtomicFiles.Durability;
import io.podnet.base.PodnetException;
import io.podnet.base.UndoStack;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.nativeplugins.spi.Memory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Markers in the runtime directory: {@code NETWORK/TYPE/CONTAINER-IFNAME}, JSON. What lies there was made by this backend.
 */
final class FileMemory implements Memory {
    private static final Logger LOG = LoggerFactory.getLogger(FileMemory.class.getPackageName());
    private static final ObjectMapper JSON = new ObjectMapper();

    /** NAME_MAX of limits.h, less a bit. */
    private static final int LONGEST_NAME = 250;

    private final Path directory;
    private final Supplier<AttachmentId> attachment;
    private final String netns;

    FileMemory(Path runtime, String network, String type, Supplier<AttachmentId> attachment, String netns) {
        this.directory = runtime.resolve(network).resolve(type);
        this.attachment = attachment;
        this.netns = netns;
    }

    /** What lies in one file. */
    record Marker(AttachmentId attachment, String netns, Map<String, String> facts) {}

    /** Lists markers, of whichever network and plugin, that were being written when their process was killed. */
    static List<Path> abandoned(Path runtime) {
        List<Path> abandoned = new ArrayList<>();
        try {
            for (Path network : directories(runtime)) {
                for (Path type : directories(network)) {
                    abandoned.addAll(AtomicFiles.abandoned(type));
                }
            }
        } catch (IOException e) {
            throw new PodnetException("cni-native-marker", "cannot read the markers in " + runtime + ": " + e, e);
        }
        return abandoned;
    }

    private static List<Path> directories(Path parent) throws IOException {
        List<Path> directories = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, Files::isDirectory)) {
            entries.forEach(directories::add);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        directories.sort(null);
        return directories;
    }

    @Override
    public void keep(Map<String, String> facts) {
        AttachmentId id = attachment.get();
        try {
            write(id, content(id, facts));
        } catch (IOException e) {
            throw new PodnetException("cni-native-marker", "cannot write the marker " + file(id) + ": " + e, e);
        }
    }

    @Override
    public UndoStack.Step replace(Map<String, String> facts) {
        AttachmentId id = attachment.get();
        Path file = file(id);
        UndoStack.Step back = () -> forget(id);
        // Files.exists would make an exception of the usual case.
        if (file.toFile().exists()) {
            try {
                byte[] before = Files.readAllBytes(file);
                back = () -> write(id, before);
            } catch (IOException e) {
                LOG.warn("the marker {} cannot be read: {}", file, e.toString());
            }
        }
        keep(facts);
        return back;
    }

    private void write(AttachmentId id, byte[] content) throws IOException {
        try {
            AtomicFiles.write(file(id), content, Durability.PAGE_CACHE);
        } catch (NoSuchFileException e) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            AtomicFiles.write(file(id), content, Durability.PAGE_CACHE);
        }
    }

    private byte[] content(AttachmentId id, Map<String, String> facts) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        // Data binding would take half as long as all the rest of keep().
        try (JsonGenerator marker = JSON.createGenerator(content)) {
            marker.writeStartObject();
            marker.writeStringField("containerId", id.containerId());
            marker.writeStringField("ifName", id.ifName());
            marker.writeStringField("netns", netns);
            marker.writeObjectFieldStart("facts");
            for (Map.Entry<String, String> fact : facts.entrySet()) {
                marker.writeStringField(fact.getKey(), fact.getValue());
            }
            marker.writeEndObject();
            marker.writeEndObject();
        }
        return content.toByteArray();
    }

    @Override
    public Map<String, String> facts() {
        return read(file(attachment.get())).map(Marker::facts).orElse(Map.of());
    }

    @Override
    public Map<AttachmentId, Map<String, String>> all() {
        Map<AttachmentId, Map<String, String>> all = new LinkedHashMap<>();
        markers().forEach(marker -> all.put(marker.attachment(), marker.facts()));
        return all;
    }

    List<Marker> markers() {
        List<Marker> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (!HalfWritten.is(file)) {
                    read(file).ifPresent(all::add);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw new PodnetException("cni-native-marker", "cannot read the markers in " + directory + ": " + e, e);
        }
        return all;
    }

    @Override
    public void forget(AttachmentId id) {
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException e) {
            throw new PodnetException("cni-native-marker", "cannot remove the marker " + file(id) + ": " + e, e);
        }
    }

    private static Optional<Marker> read(Path file) {
        try {
            JsonNode tree = JSON.readTree(Files.readAllBytes(file));
            Map<String, String> facts = new LinkedHashMap<>();
            tree.path("facts")
                    .properties()
                    .forEach(each -> facts.put(each.getKey(), each.getValue().asText()));
            AttachmentId id = new AttachmentId(
                    tree.path("containerId").asText(), tree.path("ifName").asText());
            // It becomes the name of what is forgotten; whatever else has been put there is none of ours.
            if (!name(id).equals(String.valueOf(file.getFileName()))) {
                LOG.warn("the marker {} is not that of {}", file, id);
                return Optional.empty();
            }
            return Optional.of(new Marker(id, tree.path("netns").asText(), facts));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // Whatever it stood for can still be found by the names of the attachment.
            LOG.warn("the marker {} cannot be read: {}", file, e.toString());
            return Optional.empty();
        }
    }

    private Path file(AttachmentId id) {
        return directory.resolve(name(id));
    }

    private static String name(AttachmentId id) {
        String name = id.containerId() + "-" + id.ifName();
        return name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME ? name : Digests.sha512(name);
    }
}
