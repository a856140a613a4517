// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who requires whom. A line changes here when somebody has decided so, not because a module happened to need it. */
class ModuleGraphTest {
    private static final String LOG = "org.slf4j";
    private static final String JSON = "com.fasterxml.jackson.databind";
    private static final String BIG_JSON = "com.fasterxml.jackson.module.afterburner";

    private static final Map<String, Set<String>> REQUIRES = Map.of(
            "io.podnet.base", Set.of(LOG),
            "io.podnet.netns",
                    Set.of("io.podnet.base", "org.jnrproject.ffi", "org.jnrproject.jffi", "org.objectweb.asm", LOG),
            "io.podnet.cni", Set.of("io.podnet.base", JSON, BIG_JSON, LOG),
            "io.podnet.rootless", Set.of("io.podnet.base", JSON, LOG),
            "io.podnet.inspect", Set.of("io.podnet.base", "io.podnet.cni", JSON, BIG_JSON),
            "io.podnet.cni.nativeplugins", Set.of("io.podnet.base", "io.podnet.netns", "io.podnet.cni", JSON, LOG),
            "io.podnet.api",
                    Set.of(
                            "io.podnet.base",
                            "io.podnet.netns",
                            "io.podnet.cni",
                            "io.podnet.rootless",
                            "io.podnet.inspect",
                            JSON,
                            LOG),
            // Every module of ours is optional to those who test with the kit.
            "io.podnet.testkit", Set.of("org.junit.jupiter.api", "org.assertj.core"),
            "io.podnet.junit", Set.of("io.podnet.netns", "org.junit.jupiter.api", LOG),
            "io.podnet.cli", Set.of("io.podnet.api", "info.picocli", "jdk.unsupported", JSON, LOG));

    @Test
    void theseAreTheModules() {
        assertThat(PodnetModule.all())
                .extracting(PodnetModule::name)
                .containsExactlyInAnyOrderElementsOf(REQUIRES.keySet());
    }

    @ParameterizedTest
    @MethodSource("io.podnet.e2e.architecture.PodnetModule#all")
    void requiresWhatItMay(PodnetModule module) {
        assertThat(module.requires()).isSubsetOf(REQUIRES.get(module.name()));
    }

    @ParameterizedTest
    @MethodSource("io.podnet.e2e.architecture.PodnetModule#all")
    void exportsOnePackageAndItsSpi(PodnetModule module) {
        Set<String> extra = Map.of(
                        "io.podnet.netns", Set.of("io.podnet.netns.linux"),
                        "io.podnet.testkit", Set.of("io.podnet.testkit.contract"))
                .getOrDefault(module.name(), Set.of());
        assertThat(module.exports())
                .allMatch(name ->
                        name.equals(module.name()) || name.equals(module.name() + ".spi") || extra.contains(name));
    }
}
