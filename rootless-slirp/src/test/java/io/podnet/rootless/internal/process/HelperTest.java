// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.ProcessIdentity;
import io.podnet.rootless.RootlessException;
import io.podnet.rootless.spi.HelperCommand;
import io.podnet.rootless.spi.HelperCommand.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HelperTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final AtomicReference<ProcessIdentity> recorded = new AtomicReference<>();

    private HelperCommand command(String script) {
        return new HelperCommand("fake", List.of("sh", "-c", script), new Readiness.Pipe(), Optional.empty());
    }

    private ProcessIdentity start(HelperCommand command, Duration limit) {
        return Helper.start(command, directory, directory.resolve("log"), limit, recorded::set);
    }

    private ProcessIdentity start(String script) {
        return start(command(script), LONG);
    }

    @AfterEach
    void leaveNothing() {
        ProcessIdentity helper = recorded.get();
        if (helper != null) {
            Processes.kill(helper);
        }
    }

    @Test
    void waitsUntilItIsReady() {
        ProcessIdentity helper = start("sleep 0.2; printf 1 >&3; exec 3>&-; exec sleep 60");
        assertThat(helper).isEqualTo(recorded.get());
        assertThat(helper.isAlive()).isTrue();
        Processes.stop(helper);
        assertThat(helper.isAlive()).isFalse();
    }

    @Test
    void waitsForAProcessIdFile() {
        Path file = directory.resolve("pid");
        HelperCommand command = new HelperCommand(
                "fake",
                List.of("sh", "-c", "sleep 0.1; echo $$ >" + file + "; exec sleep 60"),
                new Readiness.PidFile(file),
                Optional.empty());
        assertThat(start(command, LONG).isAlive()).isTrue();
    }

    @Test
    void refusesTheProcessIdOfAnother() {
        Path file = directory.resolve("pid");
        HelperCommand command = new HelperCommand(
                "fake",
                List.of("sh", "-c", "echo 1 >" + file + "; exec sleep 60"),
                new Readiness.PidFile(file),
                Optional.empty());
        assertThatThrownBy(() -> start(command, LONG))
                .isInstanceOf(RootlessException.class)
                .hasMessageStartingWith("fake wrote \"1\" to its process id file instead of \"");
        assertThat(recorded.get().isAlive()).isFalse();
    }

    @Test
    void reportsAnEarlyDeathAtOnceWithTheLastLines() {
        long before = System.nanoTime();
        assertThatThrownBy(() -> start("seq 1 12; echo 'cannot \"open\" it' >&2; exit 7"))
                .isInstanceOf(RootlessException.class)
                .hasMessageStartingWith(
                        "fake failed: \"4\n5\n6\n7\n8\n9\n10\n11\n12\ncannot \"open\" it\" (exit status 7")
                .hasMessageNotContaining("\"3\n");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(LONG.dividedBy(2));
    }

    @Test
    void reportsASignal() {
        assertThatThrownBy(() -> start("kill -9 $$")).hasMessageStartingWith("fake killed by signal 9");
    }

    @Test
    void reportsAProgramThatIsNotThere() {
        HelperCommand command =
                new HelperCommand("fake", List.of("/nosuch/program"), new Readiness.Pipe(), Optional.empty());
        assertThatThrownBy(() -> start(command, LONG))
                .hasMessageContaining("/nosuch/program: not found")
                .hasMessageContaining("exit status 127");
    }

    @Test
    void endsWhatIsNotReadyInTime() {
        assertThatThrownBy(() -> start(command("echo still warming up; exec sleep 60"), Duration.ofMillis(300)))
                .isInstanceOf(RootlessException.class)
                .hasMessageStartingWith("fake was not ready within 300 ms: \"still warming up\"");
        assertThat(recorded.get().isAlive()).isFalse();
    }

    @Test
    void endsWhatIgnoresTheEnd() {
        // Not a process that ends at TERM: it takes the two seconds and the kill.
        HelperCommand stubborn = command("trap '' TERM; while :; do sleep 0.1; done");
        assertThatThrownBy(() -> start(stubborn, Duration.ofMillis(200))).hasMessageContaining("was not ready");
        assertThat(recorded.get().isAlive()).isFalse();
    }

    @Test
    void endsWhatTalksGarbage() {
        assertThatThrownBy(() -> start("printf 'no tap' >&3; exec sleep 60"))
                .hasMessage("fake wrote \"no tap\" to its ready pipe instead of \"1\"");
        assertThat(recorded.get().isAlive()).isFalse();
    }

    @Test
    void endsWhatClosesThePipeAndStays() {
        assertThatThrownBy(() -> start(command("exec 3>&-; exec sleep 60"), Duration.ofMillis(300)))
                .hasMessageContaining("was not ready within");
        assertThat(recorded.get().isAlive()).isFalse();
    }

    @Test
    void doesNotBeginBeforeItIsRecorded() {
        Path trace = directory.resolve("began");
        HelperCommand command = command("touch " + trace + "; printf 1 >&3; exec sleep 60");
        Helper.start(command, directory, directory.resolve("log"), LONG, identity -> {
            recorded.set(identity);
            assertThat(identity.isAlive()).isTrue();
            assertThat(trace).doesNotExist();
        });
        assertThat(trace).exists();
    }

    @Test
    void endsWithoutBeginningWhenRecordingFails() {
        Path trace = directory.resolve("began");
        IllegalStateException full = new IllegalStateException("disk full");
        assertThatThrownBy(() -> Helper.start(
                        command("touch " + trace + "; exec sleep 60"),
                        directory,
                        directory.resolve("log"),
                        LONG,
                        identity -> {
                            recorded.set(identity);
                            throw full;
                        }))
                .isSameAs(full);
        assertThat(recorded.get().isAlive()).isFalse();
        assertThat(trace).doesNotExist();
    }

    @Test
    void givesTheHelperABareEnvironmentAndASessionOfItsOwn() throws IOException {
        ProcessIdentity helper = start("exec 4>&1; printf 1 >&3; exec 3>&- sleep 60");
        Path file = Path.of("/proc/" + helper.pid() + "/environ");
        String environment = Files.readString(file);
        // While a process is becoming another one it has none.
        while (environment.isEmpty()) {
            Thread.onSpinWait();
            environment = Files.readString(file);
        }
        assertThat(environment.split("\0"))
                .allSatisfy(line -> assertThat(line).matches("(PATH|LC_ALL|PODNET_ROOTLESS_DIRECTORY|PWD|OLDPWD|_)=.*"))
                .contains("PODNET_ROOTLESS_DIRECTORY=" + directory, "LC_ALL=C");
        String[] stat =
                Files.readString(Path.of("/proc/" + helper.pid() + "/stat")).split(" ");
        assertThat(stat[5]).as("session").isEqualTo(Long.toString(helper.pid()));
    }

    // A helper that wrote into a pipe of ours would die of SIGPIPE after us.
    @Test
    void givesTheHelperNoDescriptorOfOurs() throws IOException {
        ProcessIdentity helper = start("printf 1 >&3; exec 3>&-; exec sleep 60");
        Path log = directory.resolve("log").toRealPath();
        // The shell closes the ready pipe after it has written to it.
        Set<String> expected = Set.of("/dev/null", log.toString());
        while (!descriptors(helper).equals(expected)) {
            assertThat(helper.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo("rw-------");
    }

    private static Set<String> descriptors(ProcessIdentity process) throws IOException {
        try (var descriptors = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return descriptors.map(HelperTest::target).collect(Collectors.toSet());
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void feedsTheHelperItsInput() throws IOException {
        Path input = Files.writeString(directory.resolve("input"), "hello\n");
        HelperCommand command = new HelperCommand(
                "fake",
                List.of("sh", "-c", "read -r word; echo got $word; printf 1 >&3; exec sleep 60"),
                new Readiness.Pipe(),
                Optional.of(input));
        start(command, LONG);
        assertThat(directory.resolve("log")).hasContent("got hello\n");
    }
}
