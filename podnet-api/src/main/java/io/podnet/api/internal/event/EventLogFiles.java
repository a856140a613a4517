// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.event;

import io.podnet.base.FileLocks;
import io.podnet.base.FileLocks.Held;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where the log of events is: what is written now, and what was written before that, both of bounded size.
 *
 * @param now the file that grows
 * @param before the file that was full
 * @param lock held, for a moment, to write, and to open both files as they belong together
 */
record EventLogFiles(Path now, Path before, Path lock) {
    static EventLogFiles in(Path state, Path locks) {
        return new EventLogFiles(
                state.resolve("events.log"), state.resolve("events.log.1"), locks.resolve("events.lock"));
    }

    /** Takes the lock after making what is missing. */
    Held exclusive() throws IOException {
        for (Path file : new Path[] {lock, now}) {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null && !Files.isDirectory(directory)) {
                Files.createDirectories(directory, ownersOnly("rwx------"));
            }
        }
        return FileLocks.exclusive(lock);
    }

    /** Takes the lock, if there is anybody to be kept from writing. */
    Held forReading() throws IOException {
        return Files.exists(lock) ? FileLocks.exclusive(lock) : () -> {};
    }

    static FileAttribute<?> ownersOnly(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
