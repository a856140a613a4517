// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.InvalidValueException;
import io.podnet.base.NoBackendException;
import io.podnet.base.ProcessIdentity;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NamespacesBuilderTest {
    private static final Path DIRECTORY = Path.of("/run/nowhere");

    @Test
    void takesTheBackendThatIsNamed() {
        for (String name : new String[] {"jnr", "nsenter"}) {
            try (Namespaces namespaces =
                    Namespaces.builder().backend(name).directory(DIRECTORY).open()) {
                assertThat(namespaces.backend()).isEqualTo(name);
                assertThat(namespaces.directory()).isEqualTo(DIRECTORY);
                assertThat(namespaces.supports(Feature.TASKS)).isEqualTo(name.equals("jnr"));
            }
        }
    }

    @Test
    void prefersSystemCallsAndTheirFeatures() {
        try (Namespaces namespaces = Namespaces.builder().directory(DIRECTORY).open()) {
            assertThat(namespaces.backend()).isEqualTo("jnr");
            assertThat(namespaces.scope()).isEqualTo(Scope.thisProcess());
            namespaces.require(Feature.TASKS);
        }
    }

    @Test
    void takesToolsWhereAJvmCannotGo() {
        Scope holder = Scope.holder(ProcessIdentity.current());
        try (Namespaces namespaces =
                Namespaces.builder().scope(holder).directory(DIRECTORY).open()) {
            assertThat(namespaces.backend()).isEqualTo("nsenter");
            assertThatThrownBy(() -> namespaces.require(Feature.TASKS))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("nsenter")
                    .hasMessageContaining("TASKS");
        }
        assertThatThrownBy(
                        () -> Namespaces.builder().scope(holder).backend("jnr").open())
                .isInstanceOf(NoBackendException.class)
                .hasMessageContaining("jnr")
                .hasMessageContaining("holder process");
    }

    @Test
    void aBackendThatDoesNotExistIsAnError() {
        assertThatThrownBy(() -> Namespaces.builder().backend("ffm").open())
                .isInstanceOf(NoBackendException.class)
                .hasMessageContaining("ffm")
                .hasMessageContaining("jnr")
                .hasMessageContaining("nsenter");
    }

    @Test
    void aDirectoryIsAbsolute() {
        assertThatThrownBy(() -> Namespaces.builder().directory(Path.of("pins")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("pins");
    }
}
