// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.api.PodId;
import io.podnet.base.ProcessIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PodProcessesTest {
    /** The tests' own namespace stands for the pod's. */
    private static final Optional<Path> HERE = Optional.of(Path.of("/proc/self/ns/net"));

    private static final PodId POD = PodId.random();

    private final List<Process> started = new ArrayList<>();

    private Process start(boolean marked, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command);
        if (marked) {
            PodProcesses.mark(builder.environment(), POD);
        }
        Process process = builder.start();
        started.add(process);
        return process;
    }

    @AfterEach
    void kill() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void endsWhatIsOnRecordAndWhatCarriesTheMark() throws Exception {
        Process recorded = start(false, "sleep", "1000");
        Process marked = start(true, "sleep", "1000");
        Process foreign = start(false, "sleep", "1000");
        ProcessIdentity identity = ProcessIdentity.of(recorded.pid()).orElseThrow();
        assertThat(PodProcesses.end(POD, List.of(identity), HERE))
                .as("nobody is left, though this JVM is there")
                .isFalse();
        assertThat(recorded.waitFor()).isEqualTo(128 + 15);
        assertThat(marked.waitFor()).isEqualTo(128 + 15);
        assertThat(foreign.isAlive()).isTrue();
    }

    @Test
    void endsWhatTheCommandLeftInTheBackground() throws Exception {
        Process shell = start(true, "sh", "-c", "sleep 1000 & echo $!");
        long pid = Long.parseLong(shell.inputReader().readLine());
        shell.waitFor();
        ProcessIdentity background = ProcessIdentity.of(pid).orElseThrow();
        PodProcesses.end(POD, List.of(), HERE);
        assertThat(background.isAlive()).isFalse();
    }

    @Test
    void killsWhatDoesNotListen() throws Exception {
        Process stubborn = start(true, "sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.05; done");
        assertThat(stubborn.inputReader().readLine()).isEqualTo("ready");
        long begin = System.nanoTime();
        PodProcesses.end(POD, List.of(), HERE);
        assertThat(stubborn.waitFor()).isEqualTo(128 + 9);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(20));
    }

    @Test
    void leavesAProcessAloneThatHasTheIdOfARecordedOne() throws Exception {
        Process foreign = start(false, "sleep", "1000");
        long ticks = ProcessIdentity.of(foreign.pid()).orElseThrow().startTicks();
        PodProcesses.end(POD, List.of(new ProcessIdentity(foreign.pid(), ticks + 1)), HERE);
        assertThat(foreign.waitFor(100, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void looksForNoMarkWithoutANamespace() throws Exception {
        Process marked = start(true, "sleep", "1000");
        assertThat(PodProcesses.end(POD, List.of(), Optional.empty())).isTrue();
        assertThat(marked.isAlive()).isTrue();
    }
}
