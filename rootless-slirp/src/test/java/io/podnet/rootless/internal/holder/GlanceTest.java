// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlanceTest {
    @TempDir
    Path directory;

    @Test
    void readsARecordAgainOnlyWhenItHasChanged() throws Exception {
        Path path = directory.resolve("record.json");
        StateFile file = new StateFile(path);
        Glance glance = new Glance(file);
        assertThat(glance.state()).isEmpty();

        SavedState state = new SavedState();
        state.id = "first";
        file.save(state);
        SavedState seen = glance.state().orElseThrow();
        assertThat(seen.id).isEqualTo("first");
        assertThat(glance.state()).containsSame(seen);

        state.id = "second";
        file.save(state);
        assertThat(glance.state().orElseThrow().id).isEqualTo("second");
        Files.delete(path);
        assertThat(glance.state()).isEmpty();
    }
}
