// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.netns.spi.NamespaceBackend;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** On the module path providers come from the descriptor, on the class path from files: both must say the same. */
class ServicesTest {
    private static final Path CLASSES = Path.of("target/classes");

    @Test
    void descriptorAndFilesAgree() throws IOException {
        Map<String, List<String>> files = new TreeMap<>();
        try (Stream<Path> services = Files.list(CLASSES.resolve("META-INF/services"))) {
            for (Path file : services.toList()) {
                files.put(file.getFileName().toString(), Files.readAllLines(file));
            }
        }
        assertThat(files)
                .isEqualTo(descriptor().provides().stream()
                        .collect(Collectors.toMap(
                                ModuleDescriptor.Provides::service, ModuleDescriptor.Provides::providers)))
                .containsKey(NamespaceBackend.class.getName());
    }

    @Test
    void exportsWhatIsMeantToBeUsed() {
        assertThat(descriptor().exports())
                .allMatch(each -> !each.isQualified())
                .extracting(ModuleDescriptor.Exports::source)
                .containsExactlyInAnyOrder("io.podnet.netns", "io.podnet.netns.linux", "io.podnet.netns.spi");
        assertThat(descriptor().opens())
                .singleElement()
                .satisfies(each -> assertThat(each.source()).isEqualTo("io.podnet.netns.internal.libc"));
        assertThat(descriptor().uses()).isEqualTo(Set.of(NamespaceBackend.class.getName()));
    }

    private static ModuleDescriptor descriptor() {
        return ModuleFinder.of(CLASSES).find("io.podnet.netns").orElseThrow().descriptor();
    }
}
