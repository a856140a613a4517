// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessIdentityTest {
    @Test
    void tellsALivingProcessFromADeadOneAndFromANamesake() throws Exception {
        Process sleep = new ProcessBuilder("sleep", "30").start();
        ProcessIdentity identity = ProcessIdentity.of(sleep.pid()).orElseThrow();
        assertThat(identity.isAlive()).isTrue();
        assertThat(new ProcessIdentity(sleep.pid(), identity.startTicks() + 1).isAlive())
                .as("same id, other start time")
                .isFalse();
        sleep.destroyForcibly();
        assertThat(sleep.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(identity.isAlive()).isFalse();
        assertThat(ProcessIdentity.of(sleep.pid())).isEmpty();
    }

    @Test
    void readsCommandsWithBlanksAndParentheses(@TempDir Path directory) throws Exception {
        Path odd = directory.resolve("a) S 1 (b");
        Files.copy(Path.of("/bin/sleep"), odd);
        Process process = new ProcessBuilder(odd.toString(), "30").start();
        try {
            ProcessIdentity mine = ProcessIdentity.current();
            ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow();
            assertThat(identity.startTicks()).isGreaterThanOrEqualTo(mine.startTicks());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void knowsThisBoot() {
        assertThat(BootId.current()).isEqualTo(BootId.current());
        assertThat(BootId.current().value()).hasSize(36);
    }
}
