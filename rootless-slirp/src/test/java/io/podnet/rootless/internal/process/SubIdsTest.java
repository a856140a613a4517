// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubIdsTest {
    @TempDir
    Path etc;

    @Test
    void looksForNameOrNumberInBothFiles() throws IOException {
        Files.writeString(etc.resolve("subuid"), "other:100000:65536\nme:165536:65536\n");
        Files.writeString(etc.resolve("subgid"), "1000:165536:65536\n");
        assertThat(SubIds.missing(etc, Set.of("me", "1000"))).isEmpty();
        Files.writeString(etc.resolve("subgid"), "mean:165536:65536\nme\n");
        assertThat(SubIds.missing(etc, Set.of("me"))).isEqualTo(etc.resolve("subgid") + " has no line for me");
    }

    @Test
    void doesWithoutFiles() {
        assertThat(SubIds.missing(etc, Set.of("me"))).contains("has no line for me");
    }
}
