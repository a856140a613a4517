// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.samples;

import io.podnet.testkit.Place;
import io.podnet.testkit.TestCommand;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A project in {@code samples/} that Maven has built.
 *
 * @param folder its sources
 * @param target what was built: its jar, and what that needs in {@code lib}
 */
record Sample(Path folder, Path target) {
    static final Path SOURCES = Path.of("..", "samples").toAbsolutePath().normalize();

    /** Prepares a run of its main class, as the README says. */
    TestCommand run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        boolean isModule = Files.exists(target.resolve("classes/module-info.class"));
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=" + nativeAccess(isModule));
        }
        if (isModule) {
            command.addAll(List.of("-p", jar() + ":" + target.resolve("lib"), "-m"));
        } else {
            command.addAll(List.of("-cp", jar() + ":" + target.resolve("lib/*")));
        }
        command.add(mainClass(isModule));
        command.addAll(List.of(arguments));
        return Place.host().command(command.toArray(String[]::new)).deadline(Duration.ofMinutes(2));
    }

    private Path jar() throws IOException {
        return names(target)
                .filter(file -> file.toString().endsWith("-1.jar"))
                .findFirst()
                .orElseThrow();
    }

    private String nativeAccess(boolean isModule) throws IOException {
        boolean hasJffi = names(target.resolve("lib"))
                .anyMatch(jar -> String.valueOf(jar.getFileName()).startsWith("jffi-"));
        return isModule && hasJffi ? "org.jnrproject.jffi" : "ALL-UNNAMED";
    }

    private static Stream<Path> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList().stream();
        }
    }

    private String mainClass(boolean isModule) throws IOException {
        Path sources = folder.resolve("src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            Path main = files.filter(file -> contains(file, "void main("))
                    .findFirst()
                    .orElseThrow();
            String name = sources.relativize(main).toString().replace('/', '.').replaceFirst("\\.java$", "");
            if (!isModule) {
                return name;
            }
            try (var info = Files.newInputStream(target.resolve("classes/module-info.class"))) {
                return ModuleDescriptor.read(info).name() + "/" + name;
            }
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return file.toString().endsWith(".java") && Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }

    /** Copies all that is needed to run it to a directory. */
    Sample visibleIn(Path directory) throws IOException {
        copy(target, directory);
        return new Sample(folder, directory);
    }

    /** The text of its sources. */
    static String sources(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES.resolve(folder).resolve("src"))) {
            StringBuilder text = new StringBuilder();
            for (Path each :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                text.append(Files.readString(each));
            }
            return text.toString();
        }
    }

    /** Copies the files of a directory, but for what a build of somebody's made there. */
    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                Path inside = from.relativize(each);
                if (!inside.startsWith("target")) {
                    Path copy = to.resolve(inside.toString());
                    Files.createDirectories(
                            Optional.ofNullable(copy.getParent()).orElseThrow());
                    Files.copy(each, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
