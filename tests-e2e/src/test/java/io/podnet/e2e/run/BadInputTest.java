// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.e2e.NeedsExecutables;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One line that says what and where, an exit status, and nothing changed: not even {@code /run/podnet} is there. */
class BadInputTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--network nope|unable to find network with name or ID nope: network not found (in /etc/cni/net.d)",
                "--network a/b|invalid network \"a/b\": names must match [a-zA-Z0-9][a-zA-Z0-9_.-]*",
                "--network podnet --network podnet|invalid network \"podnet\": the pod is attached to it already",
                "--name a/b|invalid pod name \"a/b\": names must match [a-zA-Z0-9][a-zA-Z0-9_.-]*",
                "-p 192.0.2.77:8080:80|cannot listen on the TCP port: listen tcp4 192.0.2.77:8080: bind: cannot assign"
                        + " requested address",
                "-p 8080:80 -p 8080:81|cannot listen on the TCP port: listen tcp4 :8080: bind: address already in use",
            })
    void isRefused(String options, String line) throws Exception {
        run(options).failed(125, line);
    }

    @Test
    @NeedsExecutables(because = "native plugins are found wherever executables are looked for")
    void aMissingPluginIsFoundBeforeAnythingIsMade() throws Exception {
        run("--plugin-dir /nowhere")
                .failed(
                        125,
                        "network \"podnet\": plugin type=\"bridge\" failed (add): failed to find plugin \"bridge\" in path"
                                + " [/nowhere]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-p x|invalid port mapping \"x\": container port \"x\" is not a number",
                "-p 70000:80|invalid port mapping \"70000:80\": host port 70000 is not 1 to 65535",
                "-p 0:80|invalid port mapping \"0:80\": host port 0 is not 1 to 65535",
                "-p 8080-8082:80-81|invalid port mapping \"8080-8082:80-81\": host and container port ranges have different"
                        + " lengths: 3 vs 2",
                "-p ::1:8080:80|invalid port mapping \"::1:8080:80\": an IPv6 host address stands in brackets",
                "-p 8080:80/xyz|invalid port mapping \"8080:80/xyz\": invalid protocol \"xyz\": want tcp, udp or sctp",
            })
    void isRefusedAsAPort(String options, String line) throws Exception {
        run(options).failed(125, "Invalid value for option '--publish' (PORTS): " + line + " (see podnet run --help)");
    }

    private static Outcome run(String options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("run"));
        arguments.addAll(List.of(options.split(" ")));
        arguments.addAll(List.of("--", "true"));
        return Launcher.call(arguments.toArray(String[]::new));
    }

    @Test
    void unknownOptionsAndMissingArgumentsAreRefused() throws Exception {
        Launcher.call("run", "--frob", "--", "true").failed(125, "Unknown option: '--frob' (see podnet run --help)");
        Launcher.call("run").failed(125, "Missing required parameter: 'COMMAND' (see podnet run --help)");
        Launcher.call("walk").failed(125, "Unmatched argument at index 0: 'walk' (see podnet --help)");
    }

    @Test
    void aCommandThatCannotBeStartedIsFoundBeforeAnythingIsMade(@TempDir Path directory) throws Exception {
        Launcher.call("run", "--", "no-such-command").failed(127, "command \"no-such-command\" not found in PATH");
        Launcher.call("run", "--", "/no/such/command")
                .failed(127, "command \"/no/such/command\": no such file or directory");
        Launcher.call("run", "--", directory.toString()).failed(126, "command \"" + directory + "\": is a directory");
        Path file = Files.createFile(directory.resolve("file"));
        Launcher.call("run", "--", file.toString()).failed(126, "command \"" + file + "\": permission denied");
    }

    @Test
    void aPortThatIsTakenIsFoundBeforeAnythingIsMade() throws Exception {
        try (ServerSocket tcp = new ServerSocket(8080, 1, InetAddress.getLoopbackAddress());
                DatagramSocket udp = new DatagramSocket(8053)) {
            run("-p 8080:80")
                    .failed(125, "cannot listen on the TCP port: listen tcp4 :8080: bind: address already in use");
            run("-p 9000:80 -p 8053:53/udp")
                    .failed(125, "cannot listen on the UDP port: listen udp4 :8053: bind: address already in use");
        }
    }

    @Test
    void aBrokenConfigurationIsNamed(@TempDir Path config) throws Exception {
        Path file = Files.writeString(config.resolve("10-broken.conflist"), "{\"name\": \"podnet\", ");
        Outcome outcome = Launcher.call("run", "--config-dir", config.toString(), "--", "true");
        assertThat(outcome.exitStatus()).isEqualTo(125);
        assertThat(outcome.stderr())
                .startsWith("Error: ")
                .contains(file.toString())
                .hasLineCount(1);
    }

    @Test
    void directoriesThatCannotBeWrittenAreNamed() throws Exception {
        String readOnly = "mount -t tmpfs -o ro none /run && exec \"$@\"";
        List<String> command =
                new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private", "sh", "-c", readOnly, "sh"));
        command.addAll(Launcher.command("run", "--", "true"));
        Outcome outcome;
        try (Running running = Running.start(new ProcessBuilder(command))) {
            outcome = running.end();
        }
        outcome.failed(125, "/run is not writable");
    }
}
