// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal.snapshot;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parts of /proc that come and go while they are read: what has gone is empty, not an error. */
final class Proc {
    static final Path SELF = Path.of("/proc/self");

    private Proc() {}

    /** Lists the entries of a directory whose names are numbers: processes, threads or descriptors. */
    static List<Path> numbered(Path directory) throws IOException {
        List<Path> result = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                directory,
                entry -> Character.isDigit(entry.getFileName().toString().charAt(0)))) {
            entries.forEach(result::add);
        }
        return result;
    }

    static Optional<String> link(Path path) {
        try {
            return Optional.of(Files.readSymbolicLink(path).toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<String> text(Path path) {
        try {
            return Optional.of(Files.readString(path).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
