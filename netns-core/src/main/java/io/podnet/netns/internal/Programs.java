// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal;

import io.podnet.netns.NetnsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Looks programs up. */
public final class Programs {
    /** Where administrators' tools lie; a plain user's PATH may not name it. */
    private static final String SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

    private Programs() {}

    /** Finds a program in a PATH of the place that {@code look} turns paths of into such that this JVM can look at. */
    public static Optional<Path> find(String name, String path, UnaryOperator<Path> look) {
        for (String directory : path.split(":", -1)) {
            // An empty entry means the working directory (environ(7)).
            Path candidate = Path.of(directory, name).toAbsolutePath();
            if (isProgram(look.apply(candidate))) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** Tells whether a file can be run; a link counts, since it may lead elsewhere in another mount namespace. */
    static boolean isProgram(Path file) {
        return Files.isSymbolicLink(file) || (Files.isRegularFile(file) && Files.isExecutable(file));
    }

    /** Finds a tool of the system. */
    public static Optional<Path> findTool(String name) {
        return find(name, System.getenv().getOrDefault("PATH", "") + ":" + SYSTEM_PATH, UnaryOperator.identity());
    }

    /** Finds a tool of the system, or says what to install. */
    public static String tool(String name, String debianPackage) {
        return findTool(name)
                .map(Path::toString)
                .orElseThrow(() -> new NetnsException(
                        "netns-tool-missing", "the program " + name + " is missing: install " + debianPackage));
    }

    /** Lists the tools of a package that are missing. */
    public static List<String> missing(List<String> names) {
        return names.stream().filter(name -> findTool(name).isEmpty()).toList();
    }
}
