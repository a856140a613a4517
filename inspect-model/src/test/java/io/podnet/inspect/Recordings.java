// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds what podman printed; src/test/resources/README.md tells how the files are named. */
public final class Recordings {
    private static final Path ROOT = Path.of("src/test/resources");

    private Recordings() {}

    /** All files whose names end so, sorted. */
    public static List<Path> endingIn(String suffix) {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands in a file, without the line feed at its end. */
    public static String read(Path file) {
        try {
            return Files.readString(file).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
