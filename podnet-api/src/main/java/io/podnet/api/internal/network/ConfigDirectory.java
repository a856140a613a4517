// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import io.podnet.api.PodException;
import io.podnet.base.AtomicFiles;
import io.podnet.base.AtomicFiles.Durability;
import io.podnet.base.FileLocks;
import io.podnet.base.FileLocks.Held;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory of the configurations, which podman may share: what changes in it does so under podman's lock. */
final class ConfigDirectory {
    private final Path directory;

    ConfigDirectory(Path directory) {
        this.directory = directory;
    }

    /** Keeps podman, and others like it, from changing networks. Makes the directory if it is missing. */
    Held lock() {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            // An fcntl lock, like podman's (containers/storage, pkg/lockfile).
            return FileLocks.exclusive(directory.resolve("cni.lock"));
        } catch (InterruptedIOException e) {
            throw new PodException("pod-interrupted", "interrupted while waiting for a lock in " + directory, e);
        } catch (IOException e) {
            throw unusable(directory, "cannot be locked", e);
        }
    }

    /** Where a network is to be written. */
    Path file(String network) {
        return directory.resolve(network + ".conflist");
    }

    void refuseFile(String network) {
        Path file = file(network);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new PodException(
                    "network-exists", "network name " + network + " cannot be used: " + file + " is there already");
        }
    }

    void write(String network, String conflist) {
        Path file = file(network);
        try {
            AtomicFiles.write(
                    file,
                    conflist.getBytes(StandardCharsets.UTF_8),
                    Durability.DISK,
                    PosixFilePermissions.fromString("rw-r--r--"));
        } catch (IOException e) {
            throw unusable(file, "cannot be written", e);
        }
    }

    void delete(Path file) {
        try {
            AtomicFiles.delete(file, Durability.DISK);
        } catch (IOException e) {
            throw unusable(file, "cannot be removed", e);
        }
    }

    private static PodException unusable(Path path, String what, IOException e) {
        return new PodException("directory-unusable", path + " " + what + ": " + e, e);
    }
}
