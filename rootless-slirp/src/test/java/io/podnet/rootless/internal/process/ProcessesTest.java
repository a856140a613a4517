// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.base.ProcessIdentity;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessesTest {
    private static Process sleeper() throws IOException {
        return new ProcessBuilder("sleep", "60").start();
    }

    @Test
    void endsAProcess() throws IOException {
        Process process = sleeper();
        ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow();
        Processes.stop(identity);
        assertThat(identity.isAlive()).isFalse();
        Processes.stop(identity);
    }

    @Test
    void sparesAProcessThatMerelyHasTheId() throws IOException, InterruptedException {
        Process process = sleeper();
        ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow();
        ProcessIdentity earlier = new ProcessIdentity(identity.pid(), identity.startTicks() - 1);
        Processes.stop(earlier);
        Processes.kill(earlier);
        assertThat(identity.isAlive()).isTrue();
        process.destroyForcibly().waitFor();
    }
}
