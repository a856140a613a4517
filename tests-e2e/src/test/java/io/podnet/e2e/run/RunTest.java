// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.e2e.shared.KeepsPluginState;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command in a pod of its own, by {@code ./podnet run}. */
@KeepsPluginState
@Tag("smoke")
class RunTest {
    @Test
    void theCommandSeesLoopbackAndOneInterface() throws Exception {
        Outcome outcome = Launcher.call("run", "--", "ip", "-brief", "address").succeeded();
        assertThat(outcome.stdout())
                .matches("lo +UNKNOWN +127\\.0\\.0\\.1/8 ::1/128 \\n"
                        + "eth0@if\\d+ +UP +10\\.87\\.\\d+\\.\\d+/16 fe80:\\S+/64 \\n");
        assertThat(outcome.stderr()).as("it was built before: nothing to say").isEmpty();
    }

    @Test
    void theCommandReachesTheOutsideWorldFromTheHostsAddress() throws Exception {
        Running server = Running.start(new ProcessBuilder(AddressServer.inOutsideWorld()));
        try (server) {
            assertThat(server.line()).isEqualTo("ready");
            String ask = "exec 3<>/dev/tcp/198.51.100.1/80 && cat <&3";
            Outcome outcome = Launcher.call("run", "--", "bash", "-c", ask).succeeded();
            assertThat(outcome.stdout()).isEqualTo("203.0.113.2");
        }
    }

    @Test
    void theExitStatusIsTheCommands() throws Exception {
        assertThat(Launcher.call("run", "--", "sh", "-c", "exit 7").exitStatus())
                .isEqualTo(7);
        assertThat(Launcher.call("run", "--", "sh", "-c", "kill -9 $$").exitStatus())
                .isEqualTo(128 + 9);
    }

    @Test
    void theCommandHasTheCallersStreamsDirectoryAndEnvironment(@TempDir Path directory) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Launcher.command(
                "run",
                "--name",
                "echo",
                "--",
                "sh",
                "-c",
                "cat; pwd; echo \"$GREETING\"; echo to stderr >&2; echo @file"));
        builder.directory(directory.toFile()).environment().put("GREETING", "hello world");
        try (Running running = Running.start(builder)) {
            running.type("from stdin\n");
            Outcome outcome = running.end().succeeded();
            assertThat(outcome.stdout()).isEqualTo("from stdin\n" + directory + "\nhello world\n@file\n");
            assertThat(outcome.stderr()).isEqualTo("to stderr\n");
        }
    }

    @Test
    void networksAreAttachedInTheOrderGiven(@TempDir Path config) throws Exception {
        Files.writeString(config.resolve("10-a.conflist"), Configs.bridge("a", "podnet1", "10.11.0.0/24"));
        Files.writeString(config.resolve("20-b.conflist"), Configs.bridge("b", "podnet2", "10.12.0.0/24"));
        Outcome outcome = Launcher.call(
                        "run",
                        "--config-dir",
                        config.toString(),
                        "--network",
                        "b",
                        "--network",
                        "a",
                        "--network",
                        "podnet",
                        "--",
                        "ip",
                        "-brief",
                        "-4",
                        "address",
                        "show",
                        "scope",
                        "global")
                .succeeded();
        assertThat(outcome.stdout()
                        .lines()
                        .map(line -> line.replaceAll("@if\\d+ +UP +", " ").strip()))
                .satisfiesExactly(
                        eth0 -> assertThat(eth0).matches("eth0 10\\.12\\.0\\.\\d+/24"),
                        eth1 -> assertThat(eth1).matches("eth1 10\\.11\\.0\\.\\d+/24"),
                        eth2 -> assertThat(eth2).matches("eth2 10\\.87\\.\\d+\\.\\d+/16"));
    }

    @Test
    void aFileReplacesTheBuiltInNetwork(@TempDir Path config) throws Exception {
        Files.writeString(config.resolve("10-podnet.conflist"), Configs.bridge("podnet", "podnet3", "10.13.0.0/24"));
        Outcome outcome = Launcher.call("run", "--config-dir", config.toString(), "--", "ip", "-brief", "address")
                .succeeded();
        assertThat(outcome.stdout()).contains(" 10.13.0.");
    }

    @Test
    void whatTheCommandLeavesInTheBackgroundEndsWithIt() throws Exception {
        Outcome outcome = Launcher.call(
                        "run", "--", "sh", "-c", "setsid sleep 1000 </dev/null >/dev/null 2>&1 & echo $!")
                .succeeded();
        assertThat(Path.of("/proc", outcome.stdout().strip())).doesNotExist();
    }

    @Test
    void recordsAndLocksAreWhereRootSays(@TempDir Path root) throws Exception {
        Outcome outcome = Launcher.call(
                        "run",
                        "--root",
                        root.toString(),
                        "--",
                        "find",
                        root.toString(),
                        "-name",
                        "*.json",
                        "-o",
                        "-name",
                        "pod-*")
                .succeeded();
        assertThat(outcome.stdout().lines().sorted())
                .satisfiesExactly(
                        lock -> assertThat(lock).matches(root + "/run/locks/pod-[0-9a-f]{64}\\.lock"),
                        record -> assertThat(record).matches(root + "/state/pods/[0-9a-f]{64}\\.json"));
        assertThat(root.resolve("state/pods")).isEmptyDirectory();
    }

    @Test
    void resultsAreWhereCacheDirSays(@TempDir Path cache) throws Exception {
        Outcome outcome = Launcher.call(
                        "run",
                        "--cache-dir",
                        cache.toString(),
                        "--",
                        "ls",
                        cache.resolve("results").toString())
                .succeeded();
        assertThat(outcome.stdout()).matches("podnet-[0-9a-f]{64}-eth0\\n");
        assertThat(cache.resolve("results")).isEmptyDirectory();
    }

    @Test
    void verboseTellsEachPluginCallWithItsDuration() throws Exception {
        Outcome outcome = Launcher.call("run", "-v", "--", "true").succeeded();
        assertThat(outcome.stderr()
                        .lines()
                        .filter(line -> line.matches(".* (ADD|DEL) \\S+ network=.*took \\d+ ms: ok"))
                        .map(line -> line.replaceAll(".* (ADD|DEL) (\\S+) .*", "$1 $2")))
                .containsExactly(
                        "ADD bridge",
                        "ADD portmap",
                        "ADD firewall",
                        "ADD tuning",
                        "DEL tuning",
                        "DEL firewall",
                        "DEL portmap",
                        "DEL bridge");
        assertThat(outcome.stdout()).isEmpty();
    }
}
