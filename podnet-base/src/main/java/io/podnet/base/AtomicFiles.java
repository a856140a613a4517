// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * Writes files that are either whole or not there: to a temporary name beside the target, then renamed over it.
 *
 * <p>{@link Durability#DISK} also survives a power cut: the file is synced before the rename, its directory after it.
 * {@link Durability#PAGE_CACHE} survives the death of the process, which is enough where a boot id tells that the
 * machine was restarted.
 *
 * <p>An existing target that is a symbolic link is replaced, never followed.
 *
 * <p>A temporary file is named after the process that writes it, so that anybody can tell, and remove, what a killed one
 * left behind: {@link #abandoned}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class AtomicFiles {
    /** How much a written file survives. */
    public enum Durability {
        /** Survives kill -9 of the process, not a power cut. */
        PAGE_CACHE,
        /** Survives a power cut. */
        DISK
    }

    private static final String TEMPORARY = ".podnet-tmp-";
    private static final Pattern NAME = Pattern.compile("\\.podnet-tmp-(\\d{1,10})-(\\d{1,18})-[0-9a-f]{1,16}");

    /** How often a file is written whose temporary one somebody else removes. */
    private static final int ATTEMPTS = 3;

    private AtomicFiles() {}

    /**
     * Writes a file, readable by its owner only.
     *
     * @param target the file; its directory exists
     * @param content what it shall contain
     * @param durability what it shall survive
     * @throws IOException if that fails; the target is then what it was
     */
    public static void write(Path target, byte[] content, Durability durability) throws IOException {
        write(target, content, durability, PosixFilePermissions.fromString("rw-------"));
    }

    /**
     * Writes a file.
     *
     * @param target the file; its directory exists
     * @param content what it shall contain
     * @param durability what it shall survive
     * @param permissions its mode, whatever the umask is
     * @throws IOException if that fails; the target is then what it was
     */
    public static void write(Path target, byte[] content, Durability durability, Set<PosixFilePermission> permissions)
            throws IOException {
        Path directory = directoryOf(target);
        for (int attempt = 1; ; attempt++) {
            try {
                replace(target, temporaryIn(directory), content, durability, permissions);
                break;
            } catch (NoSuchFileException e) {
                // Who lives in another process namespace does not see this process and takes the file for abandoned.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
        if (durability == Durability.DISK) {
            syncDirectory(directory);
        }
    }

    private static void replace(
            Path target, Path temporary, byte[] content, Durability durability, Set<PosixFilePermission> permissions)
            throws IOException {
        FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(permissions);
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                Files.setPosixFilePermissions(temporary, permissions);
                if (durability == Durability.DISK) {
                    channel.force(true);
                }
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException undo) {
                e.addSuppressed(undo);
            }
            throw e;
        }
    }

    // A leading dot and no known extension, so that no reader of the directory takes it for a file of its own. A short
    // name of its own, since the target's may already be as long as names can be (NAME_MAX 255).
    private static Path temporaryIn(Path directory) {
        ProcessIdentity writer = ProcessIdentity.current();
        return directory.resolve(TEMPORARY + writer.pid() + "-" + writer.startTicks() + "-"
                + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    }

    /**
     * Removes a file.
     *
     * @param target the file
     * @param durability what the removal shall survive
     * @return true if it was there
     * @throws IOException if it cannot be removed
     */
    public static boolean delete(Path target, Durability durability) throws IOException {
        boolean deleted = Files.deleteIfExists(target);
        if (deleted && durability == Durability.DISK) {
            syncDirectory(directoryOf(target));
        }
        return deleted;
    }

    /**
     * Tells whether a file is a temporary one, which is being written or was left behind by a killed writer.
     *
     * @param file a file
     * @return true if its name is of the form that {@link #write} uses
     */
    public static boolean isTemporary(Path file) {
        Path name = file.getFileName();
        return name != null && name.toString().startsWith(TEMPORARY);
    }

    /**
     * Lists the temporary files of writers that live no more, which nobody will ever rename. They are to be removed.
     *
     * @param directory a directory, there or not
     * @return the files, sorted by name
     * @throws IOException if the directory cannot be read
     */
    public static List<Path> abandoned(Path directory) throws IOException {
        List<Path> abandoned = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, AtomicFiles::isAbandoned)) {
            files.forEach(abandoned::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        abandoned.sort(null);
        return abandoned;
    }

    /**
     * Tells whether a file is a temporary one whose writer lives no more.
     *
     * @param file a file
     * @return true if nobody will ever rename it
     */
    public static boolean isAbandoned(Path file) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        return name.matches()
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && !new ProcessIdentity(Long.parseLong(name.group(1)), Long.parseLong(name.group(2))).isAlive();
    }

    private static Path directoryOf(Path target) throws IOException {
        Path directory = target.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(target + " is no file");
        }
        return directory;
    }

    // fsync of a directory makes the rename itself durable (fsync(2), NOTES).
    private static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
