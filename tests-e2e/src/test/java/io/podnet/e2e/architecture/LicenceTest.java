// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.architecture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every source and script says under which licence it is; the build puts the line into most, but not into all. */
class LicenceTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final String LINE = "SPDX-License-Identifier: Apache-2.0";

    /** What builds make, and what git keeps. */
    private static final Set<String> NOT_OURS = Set.of("target", ".git");

    @Test
    void javaSourcesBeginWithTheLicence() throws IOException {
        List<Path> sources = files().stream()
                .filter(file -> file.toString().endsWith(".java"))
                .toList();
        assertThat(sources)
                .hasSizeGreaterThan(500)
                .allSatisfy(file -> assertThat(line(file, 0)).isEqualTo("// " + LINE));
    }

    @Test
    void scriptsBeginWithTheLicence() throws IOException {
        List<Path> scripts = files().stream()
                .filter(file -> file.toString().endsWith(".sh") || line(file, 0).startsWith("#!"))
                .toList();
        assertThat(scripts)
                .extracting(file -> PROJECT.relativize(file).toString())
                .contains("podnet", "test", ".ci/run", "scripts/bench");
        assertThat(scripts)
                .allSatisfy(file -> assertThat(line(file, line(file, 0).startsWith("#!") ? 1 : 0))
                        .isEqualTo("# " + LINE));
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(PROJECT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return NOT_OURS.contains(directory.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    /** A line of a file that may be anything. */
    private static String line(Path file, int number) {
        try (BufferedReader reader = Files.newBufferedReader(file, ISO_8859_1)) {
            return reader.lines().skip(number).findFirst().orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
