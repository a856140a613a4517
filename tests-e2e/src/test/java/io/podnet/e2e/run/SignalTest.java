// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.podnet.e2e.shared.KeepsPluginState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However a run ends, nothing is left; the leak check after each test says so. */
@KeepsPluginState
class SignalTest {
    private static final int CTRL_C = 3;

    @ParameterizedTest
    @CsvSource({"HUP, 1", "INT, 2", "TERM, 15"})
    void aSignalIsPassedOnAndEverythingIsRemoved(String name, int number) throws Exception {
        try (Running running = Launcher.start(Launcher.serving("-p", "8080:80"))) {
            assertThat(running.line()).isEqualTo("ready");
            running.signal(name);
            assertThat(running.end().exitStatus()).isEqualTo(128 + number);
        }
        assertThat(Records.all()).isEmpty();
    }

    @Test
    void theCommandMayEndInItsOwnTime() throws Exception {
        String script = "trap 'sleep 1; echo done; exit 5' TERM; echo ready; while :; do sleep 0.1; done";
        try (Running running = Launcher.start("run", "--", "bash", "-c", script)) {
            assertThat(running.line()).isEqualTo("ready");
            running.signal("TERM");
            Outcome outcome = running.end();
            assertThat(outcome.stdout()).isEqualTo("done\n");
            assertThat(outcome.exitStatus()).isEqualTo(5);
        }
    }

    @Test
    void theSecondSignalKills() throws Exception {
        String script = "trap 'echo no' TERM; echo ready; while :; do sleep 0.1; done";
        try (Running running = Launcher.start("run", "--", "bash", "-c", script)) {
            assertThat(running.line()).isEqualTo("ready");
            running.signal("TERM");
            assertThat(running.line()).isEqualTo("no");
            running.signal("TERM");
            assertThat(running.end().exitStatus()).isEqualTo(128 + 9);
        }
    }

    @Test
    void ctrlCOnATerminalReachesTheCommandOnce() throws Exception {
        // What bash does about a child in a loop that SIGINT ends depends on which of the two gets it first.
        // So it waits for one that ignores SIGINT, as children in the background do.
        String command = "trap 'echo interrupted' INT; sleep 2 & echo ready;"
                + " while kill -0 $! 2>/dev/null; do wait $!; done; exit 3";
        String podnet = String.join(" ", Launcher.command("run", "--", "bash", "-c"));
        // On a slow machine a progress line would come before what the command says, and end a line with its CR.
        // Ctrl-C reaches the shell that script starts as well, and dash, unlike bash, then ends by it whatever its
        // child did: so podnet takes the shell's place.
        ProcessBuilder terminal = new ProcessBuilder(List.of(
                "script",
                "--quiet",
                "--return",
                "--command",
                "exec " + podnet + " \"$COMMAND\" 2>/dev/null",
                "/dev/null"));
        terminal.environment().put("COMMAND", command);
        try (Running running = Running.start(terminal)) {
            assertThat(running.line()).isEqualTo("ready");
            running.type(String.valueOf((char) CTRL_C));
            Outcome outcome = running.end();
            assertThat(outcome.stdout().replace("^C", "").strip()).isEqualTo("interrupted");
            assertThat(outcome.exitStatus()).isEqualTo(3);
        }
    }

    @Test
    void aRunThatWasKilledIsRemovedByGc() throws Exception {
        ProcessHandle command = killedRun();
        assertThat(command.isAlive()).as("nobody ended it so far").isTrue();
        String id = Records.only().id().shortened();
        assertThat(Launcher.call("gc").succeeded().stdout()).isEqualTo("removed pod " + id + "\n");
        assertThat(command.isAlive()).isFalse();
        assertThat(Launcher.call("gc").succeeded().stdout()).isEmpty();
    }

    @Test
    void aRunThatWasKilledIsRemovedByTheNextRun() throws Exception {
        ProcessHandle command = killedRun();
        // The same port, name and all.
        Outcome next = Launcher.call("run", "--name", "web", "-p", "8080:80", "--", "true");
        assertThat(next.succeeded().stderr()).isEmpty();
        assertThat(command.isAlive()).isFalse();
    }

    private static ProcessHandle killedRun() throws Exception {
        try (Running running = Launcher.start(Launcher.serving("--name", "web", "-p", "8080:80"))) {
            assertThat(running.line()).isEqualTo("ready");
            ProcessHandle command = running.process()
                    .children()
                    .filter(child -> child.info().arguments().isPresent())
                    .findFirst()
                    .orElseThrow();
            running.signal("KILL");
            running.process().waitFor();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> !running.process().isAlive());
            return command;
        }
    }
}
