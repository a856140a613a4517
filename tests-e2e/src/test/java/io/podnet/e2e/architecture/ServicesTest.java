// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor.Provides;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On the module path ServiceLoader reads module-info, on the class path META-INF/services: they say the same. */
class ServicesTest {
    private static final String FOLDER = "META-INF/services/";

    @ParameterizedTest
    @MethodSource("io.podnet.e2e.architecture.PodnetModule#all")
    void eachProviderIsDeclaredTwice(PodnetModule module) throws Exception {
        for (Provides provides : module.descriptor().provides()) {
            String file = module.text(FOLDER + provides.service()).orElse("");
            assertThat(file.lines()
                            .map(line -> line.replaceFirst("#.*", "").strip())
                            .filter(line -> !line.isEmpty()))
                    .as(FOLDER + provides.service())
                    .containsExactlyInAnyOrderElementsOf(provides.providers());
        }
        try (var reader = module.reference().open();
                var resources = reader.list()) {
            assertThat(resources.filter(name -> name.startsWith(FOLDER) && !name.endsWith("/")))
                    .containsExactlyInAnyOrderElementsOf(module.descriptor().provides().stream()
                            .map(provides -> FOLDER + provides.service())
                            .toList());
        }
    }
}
