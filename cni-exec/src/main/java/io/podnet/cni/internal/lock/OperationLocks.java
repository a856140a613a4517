// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.lock;

import io.podnet.base.FileLocks;
import io.podnet.cni.CniException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;

/**
 * The two locks of the specification's section 2: operations on one container follow one another, GC runs alone. They
 * hold across the threads and processes that use the same directory.
 *
 * <p>Taken in one order: GC (shared, or exclusive for GC itself), then the container.
 */
public final class OperationLocks {
    /**
     * Over how many files containers are spread. Lock files are never removed (that cannot be done without a race), so
     * one per container would pile up for ever; two containers on one file wait for each other, and no more.
     */
    private static final int SPREAD = 4096;

    private final Path directory;

    /** Uses a directory for lock files, which need not be there yet. */
    public OperationLocks(Path directory) {
        this.directory = directory;
    }

    /**
     * Waits until no other operation on this container runs, and no GC.
     *
     * @throws CniException if the lock files cannot be used
     */
    public FileLocks.Held container(String containerId) {
        try {
            prepare();
            FileLocks.Held gc = FileLocks.shared(directory.resolve("gc"));
            try {
                int slot = Math.floorMod(containerId.hashCode(), SPREAD);
                FileLocks.Held container = FileLocks.exclusive(
                        directory.resolve("container-" + HexFormat.of().toHexDigits(slot, 3)));
                return () -> {
                    container.close();
                    gc.close();
                };
            } catch (IOException | RuntimeException e) {
                gc.close();
                throw e;
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * Waits until no operation at all runs, and keeps others from starting.
     *
     * @throws CniException if the lock file cannot be used
     */
    public FileLocks.Held everything() {
        try {
            prepare();
            return FileLocks.exclusive(directory.resolve("gc"));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void prepare() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    private CniException failed(IOException cause) {
        if (cause instanceof InterruptedIOException) {
            return CniException.builder("cni-interrupted", "interrupted while waiting for a lock")
                    .file(directory)
                    .cause(cause)
                    .build();
        }
        return CniException.builder("cni-lock-failed", "cannot lock: " + cause)
                .file(directory)
                .cause(cause)
                .build();
    }
}
