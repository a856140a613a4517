// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One of our own modules, as it lies on the class path of the tests: a jar, or a directory of classes. */
record PodnetModule(ModuleReference reference) {
    private static final List<PodnetModule> ALL = find();

    static List<PodnetModule> all() {
        return ALL;
    }

    private static List<PodnetModule> find() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(PodnetModule::mayBeOurs)
                .flatMap(entry -> ModuleFinder.of(entry).findAll().stream())
                .filter(module -> module.descriptor().name().startsWith("io.podnet."))
                .map(PodnetModule::new)
                .sorted(Comparator.comparing(PodnetModule::name))
                .toList();
    }

    // Built here, or installed by a build of one module alone; the others need not be opened.
    private static boolean mayBeOurs(Path entry) {
        String path = entry.toString();
        return path.contains("/target/") || path.contains("/io/podnet/");
    }

    /** The classes of all modules. */
    static JavaClasses allClasses() {
        return new ClassFileImporter()
                .importLocations(ALL.stream().map(PodnetModule::location).toList());
    }

    ModuleDescriptor descriptor() {
        return reference.descriptor();
    }

    String name() {
        return descriptor().name();
    }

    /** Its own classes, without those that it uses. */
    Collection<JavaClass> classes() {
        return new ClassFileImporter()
                .importLocations(Set.of(location())).stream().toList();
    }

    private Location location() {
        return Location.of(reference.location().orElseThrow());
    }

    /** What it requires at run time, by name. */
    Set<String> requires() {
        return descriptor().requires().stream()
                .filter(required -> !required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                .map(ModuleDescriptor.Requires::name)
                .filter(name -> !name.equals("java.base"))
                .collect(Collectors.toSet());
    }

    /** Packages that everybody may use. */
    Set<String> exports() {
        return descriptor().exports().stream()
                .filter(exported -> !exported.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
    }

    Optional<String> text(String resource) throws IOException {
        try (ModuleReader reader = reference.open()) {
            Optional<InputStream> found = reader.open(resource);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            try (InputStream stream = found.get()) {
                return Optional.of(new String(stream.readAllBytes(), UTF_8));
            }
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
