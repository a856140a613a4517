// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.process;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where programs are looked for: PATH with {@code /usr/sbin} behind it, since Debian leaves that out for plain users, but
 * iptables and nft are there.
 */
public final class ProgramPath {
    private static final String DEFAULT = "/usr/local/bin:/usr/bin:/bin";
    private static final String SYSTEM = "/usr/sbin";

    private final List<String> directories = new ArrayList<>();

    private ProgramPath(String path) {
        for (String directory : (path.isEmpty() ? DEFAULT : path).split(":")) {
            // An empty or relative entry is the working directory: nobody wants programs from there.
            if (directory.startsWith("/")) {
                directories.add(directory);
            }
        }
        if (!directories.contains(SYSTEM)) {
            directories.add(SYSTEM);
        }
    }

    public static ProgramPath current() {
        return of(Optional.ofNullable(System.getenv("PATH")).orElse(""));
    }

    static ProgramPath of(String path) {
        return new ProgramPath(path);
    }

    /** Finds an executable by its name, or checks one that is given by its path. */
    public Optional<Path> find(String program) {
        try {
            if (program.indexOf('/') >= 0) {
                return Optional.of(Path.of(program)).filter(ProgramPath::isProgram);
            }
            return directories.stream()
                    .map(directory -> Path.of(directory, program))
                    .filter(ProgramPath::isProgram)
                    .findFirst();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    /** Prints it as a value for PATH. */
    @Override
    public String toString() {
        return String.join(":", directories);
    }
}
