// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.rootless.RootlessException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ToolTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static List<String> sh(String script) {
        return List.of("sh", "-c", script);
    }

    @Test
    void tellsStatusAndOutput() {
        assertThat(Tool.run(sh("echo a; echo b >&2; exit 3"), LIMIT)).isEqualTo(new Tool.Result(3, "a\nb\n"));
    }

    @Test
    void takesMoreOutputThanAPipeHolds() {
        assertThat(Tool.run(sh("head -c 1000000 /dev/zero; exit 0"), LIMIT).output())
                .hasSize(256 * 1024);
    }

    @Test
    void endsWhatTakesTooLong() {
        assertThatThrownBy(() -> Tool.run(sh("exec sleep 60"), Duration.ofMillis(100)))
                .isInstanceOf(RootlessException.class)
                .hasMessage("sh did not end within 100 ms (sh -c exec sleep 60)");
    }

    @Test
    void namesWhatCannotBeStarted() {
        assertThatThrownBy(() -> Tool.run(List.of("/nosuch/program"), LIMIT))
                .hasMessageStartingWith("/nosuch/program cannot be started: ");
    }

    @Test
    void checksTheStatus() {
        assertThatThrownBy(() -> Tool.check(sh("echo no >&2; exit 2"), LIMIT, Optional.empty()))
                .hasMessage("sh ended with exit status 2: no (sh -c echo no >&2; exit 2)");
    }

    @Test
    void findsSystemProgramsBehindThePath() {
        assertThat(ProgramPath.of("/usr/bin:/bin")).hasToString("/usr/bin:/bin:/usr/sbin");
        assertThat(ProgramPath.of("/usr/sbin:/bin")).hasToString("/usr/sbin:/bin");
        // A substring is not an entry.
        assertThat(ProgramPath.of("/opt/usr/sbin")).hasToString("/opt/usr/sbin:/usr/sbin");
        assertThat(ProgramPath.of("")).hasToString("/usr/local/bin:/usr/bin:/bin:/usr/sbin");
    }

    @Test
    void looksForNoProgramInTheWorkingDirectory() {
        assertThat(ProgramPath.of(":.:bin:/bin")).hasToString("/bin:/usr/sbin");
        assertThat(ProgramPath.of("/bin").find("sh")).isPresent();
        assertThat(ProgramPath.of("/bin").find("nosuch-program")).isEmpty();
        assertThat(ProgramPath.of("/bin").find("/bin")).as("a directory").isEmpty();
    }
}
