// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.tuning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podnet.base.AtomicFiles;
import io.podnet.base.AtomicFiles.Durability;
import io.podnet.base.MacAddress;
import io.podnet.base.UndoStack;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.netns.Link;
import io.podnet.netns.LinkFlag;
import io.podnet.netns.linux.LinkSettings;
import io.podnet.netns.linux.RtNetlink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How an interface was before, in a file that the reference plugin reads and writes too: one may restore what the other has
 * changed.
 */
public final class Backup {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    /**
     * Names the backup of an attachment.
     *
     * @param directory where backups are
     * @param attachment the attachment
     */
    public Backup(Path directory, AttachmentId attachment) {
        file = directory.resolve(attachment.containerId() + "_" + attachment.ifName() + ".json");
    }

    /**
     * Writes down what is about to change.
     *
     * @param config what will change
     * @param link how the interface is now
     * @return puts back what was written down before, if anything
     */
    public UndoStack.Step write(TuningConfig config, Link link) {
        List<String> fields = new ArrayList<>();
        if (!config.mac().isEmpty()) {
            fields.add(
                    "\"mac\": \"" + link.macAddress().map(MacAddress::toString).orElse("") + "\"");
        }
        if (config.promiscuous()) {
            fields.add("\"promisc\": " + link.flags().contains(LinkFlag.PROMISC));
        }
        if (config.mtu() != 0) {
            fields.add("\"mtu\": " + link.mtu());
        }
        if (config.allMulticast().isPresent()) {
            fields.add("\"allmulti\": " + link.flags().contains(LinkFlag.ALLMULTI));
        }
        byte[] content = ("{\n " + String.join(",\n ", fields) + "\n}").getBytes(StandardCharsets.UTF_8);
        try {
            Files.createDirectories(
                    file.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            UndoStack.Step back = this::delete;
            if (exists()) {
                byte[] before = Files.readAllBytes(file);
                back = () -> put(before);
            }
            put(content);
            return back;
        } catch (IOException e) {
            throw Faults.internal("failed to save file " + file + ": " + e, e);
        }
    }

    private void put(byte[] content) throws IOException {
        AtomicFiles.write(file, content, Durability.PAGE_CACHE, PosixFilePermissions.fromString("rw-------"));
    }

    /**
     * Tells whether anything was changed that can be changed back.
     *
     * @return false if there is nothing to restore
     */
    public boolean exists() {
        return Files.exists(file);
    }

    /**
     * Makes an interface as it was.
     *
     * @param rtnl where it is
     * @param link the interface
     */
    public void restore(RtNetlink rtnl, Link link) {
        JsonNode backup;
        try {
            backup = JSON.readTree(Files.readAllBytes(file));
        } catch (NoSuchFileException | JsonProcessingException e) {
            // Nothing was changed, or nobody knows any more what.
            return;
        } catch (IOException e) {
            throw Faults.internal("failed to read file " + file + ": " + e, e);
        }
        List<LinkSettings> all = new ArrayList<>();
        if (backup.path("mtu").asInt() != 0) {
            all.add(new LinkSettings().mtu(backup.path("mtu").asInt()));
        }
        if (!backup.path("mac").asText().isEmpty()) {
            all.add(new LinkSettings()
                    .macAddress(MacAddress.parse(backup.path("mac").asText())));
        }
        flag(backup, "promisc").ifPresent(on -> all.add(new LinkSettings().promiscuous(on)));
        flag(backup, "allmulti").ifPresent(on -> all.add(new LinkSettings().allMulticast(on)));
        for (LinkSettings each : all) {
            rtnl.links().set(link.index(), each);
        }
    }

    private static Optional<Boolean> flag(JsonNode backup, String key) {
        return backup.path(key).isBoolean() ? Optional.of(backup.path(key).booleanValue()) : Optional.empty();
    }

    /** Forgets how the interface was. */
    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (NoSuchFileException e) {
            // As wanted.
        } catch (IOException e) {
            throw Faults.internal("failed to remove file " + file + ": " + e, e);
        }
    }
}
