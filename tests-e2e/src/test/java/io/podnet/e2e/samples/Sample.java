// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.testkit.Place;
import io.podnet.testkit.TestCommand;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A project in {@code samples/}, compiled as its own build would: against the packaged jars of the modules that its pom
 * names, with what those require, and nothing else.
 */
final class Sample {
    private static final Path SAMPLES =
            Path.of("..", "samples").toAbsolutePath().normalize();
    private static final Map<String, Path> JARS = jars();

    /** Modules that have no descriptor do not say what they require: all of jnr's belong together. */
    private static final String NO_DESCRIPTOR = "org\\.(jnrproject|objectweb)\\..*";

    private final Path folder;
    private final Path classes;
    private final Collection<Path> path;

    private Sample(Path folder, Path classes, Collection<Path> path) {
        this.folder = folder;
        this.classes = classes;
        this.path = path;
    }

    /** Compiles the project to the module path. */
    static Sample compileModule(String folder, Path classes) throws IOException {
        return compile(folder, classes, "--module-path");
    }

    /** Compiles the project to the class path. */
    static Sample compileClasses(String folder, Path classes) throws IOException {
        return compile(folder, classes, "--class-path");
    }

    private static Sample compile(String name, Path classes, String option) throws IOException {
        Path folder = SAMPLES.resolve(name);
        Sample sample = new Sample(folder, classes, closure(dependencies(folder)));
        sample.javac(sample.folder.resolve("src/main/java"), classes, option, sample.path);
        copy(folder.resolve("src/main/resources"), classes);
        return sample;
    }

    // The ids of what its pom has in compile scope are the names of folders of ours.
    private static List<String> dependencies(Path folder) throws IOException {
        String pom = Files.readString(folder.resolve("pom.xml"));
        return Stream.of(pom.substring(pom.lastIndexOf("<dependencies>")).split("<dependency>"))
                .filter(each -> each.contains("<groupId>io.podnet</groupId>") && !each.contains("<scope>"))
                .map(each -> each.replaceFirst("(?s).*?<artifactId>([^<]+)</artifactId>.*", "$1"))
                .toList();
    }

    private static Collection<Path> closure(List<String> artifacts) {
        Map<String, Path> found = new HashMap<>();
        Deque<String> left = new ArrayDeque<>();
        for (String artifact : artifacts) {
            JARS.entrySet().stream()
                    .filter(jar -> jar.getKey().startsWith("io.podnet.")
                            && jar.getValue().getFileName().toString().startsWith(artifact + "-"))
                    .map(Map.Entry::getKey)
                    .forEach(left::add);
        }
        assertThat(left).as("modules of %s", artifacts).hasSameSizeAs(artifacts);
        while (!left.isEmpty()) {
            String name = left.remove();
            Path jar = JARS.get(name);
            if (jar != null && found.putIfAbsent(name, jar) == null) {
                descriptor(jar).requires().stream()
                        // Who compiles against a module needs what it hands on, even if nobody does at run time.
                        .filter(required -> !required.modifiers().contains(Modifier.STATIC)
                                || required.modifiers().contains(Modifier.TRANSITIVE))
                        .forEach(required -> left.add(required.name()));
                if (name.matches(NO_DESCRIPTOR)) {
                    JARS.keySet().stream()
                            .filter(each -> each.matches(NO_DESCRIPTOR))
                            .forEach(left::add);
                }
            }
        }
        return found.values();
    }

    private static Map<String, Path> jars() {
        Map<String, Path> jars = new HashMap<>();
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::isRegularFile)
                .forEach(jar -> jars.put(descriptor(jar).name(), jar));
        return jars;
    }

    private static ModuleDescriptor descriptor(Path jar) {
        try {
            return ModuleFinder.of(jar).findAll().iterator().next().descriptor();
        } catch (FindException e) {
            throw new AssertionError(jar + " can be no module", e);
        }
    }

    /** Compiles other sources of the project, which see it and all that this JVM sees. */
    Path compileTests(Path target) throws IOException {
        List<Path> all = new ArrayList<>(List.of(classes));
        all.addAll(JARS.values());
        javac(folder.resolve("src/test/java"), target, "--class-path", all);
        return target;
    }

    private void javac(Path sources, Path target, String option, Collection<Path> where) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--release", "17", "-d", target.toString()));
        arguments.addAll(List.of(option, joined(where)));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
        }
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        int status =
                ToolProvider.findFirst("javac").orElseThrow().run(writer, writer, arguments.toArray(String[]::new));
        assertThat(status).as("javac of %s: %s", folder, said).isZero();
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)) {
            try (Stream<Path> files = Files.walk(from)) {
                for (Path each : files.filter(Files::isRegularFile).toList()) {
                    Path copy = to.resolve(from.relativize(each).toString());
                    Files.createDirectories(
                            Optional.ofNullable(copy.getParent()).orElseThrow());
                    Files.copy(each, copy);
                }
            }
        }
    }

    Path classes() {
        return classes;
    }

    /** Prepares a run of its main class. */
    TestCommand run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        List<Path> all = new ArrayList<>(List.of(classes));
        all.addAll(new TreeSet<>(path));
        boolean isModule = Files.exists(classes.resolve("module-info.class"));
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=" + nativeAccess(isModule));
        }
        command.add(isModule ? "--module-path" : "--class-path");
        command.add(joined(all));
        if (isModule) {
            command.add("--module");
        }
        command.add(mainClass(isModule));
        command.addAll(List.of(arguments));
        return Place.host().command(command.toArray(String[]::new)).deadline(Duration.ofMinutes(2));
    }

    private String nativeAccess(boolean isModule) {
        boolean hasJffi =
                path.stream().anyMatch(jar -> jar.getFileName().toString().startsWith("jffi-"));
        return isModule && hasJffi ? "org.jnrproject.jffi" : "ALL-UNNAMED";
    }

    private String mainClass(boolean isModule) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("src/main/java"))) {
            Path main = files.filter(file -> contains(file, "void main("))
                    .findFirst()
                    .orElseThrow();
            String name = folder.resolve("src/main/java")
                    .relativize(main)
                    .toString()
                    .replace('/', '.')
                    .replaceFirst("\\.java$", "");
            if (!isModule) {
                return name;
            }
            try (var info = Files.newInputStream(classes.resolve("module-info.class"))) {
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
        Path copy = Files.createDirectory(directory.resolve("classes"));
        copy(classes, copy);
        List<Path> jars = new ArrayList<>();
        for (Path jar : path) {
            jars.add(Files.copy(jar, directory.resolve(jar.getFileName().toString())));
        }
        return new Sample(folder, copy, jars);
    }

    /** The text of its sources. */
    static String sources(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(SAMPLES.resolve(folder).resolve("src"))) {
            StringBuilder text = new StringBuilder();
            for (Path each :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                text.append(Files.readString(each));
            }
            return text.toString();
        }
    }

    private static String joined(Collection<Path> files) {
        return files.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
