// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line takes and refuses; what it does is tested end to end. */
class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        return Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "-h",
                "run --help",
                "run -h",
                "create --help",
                "start --help",
                "stop --help",
                "rm --help",
                "ps --help",
                "exec --help",
                "port --help",
                "gc --help"
            })
    void helpIsOnStandardOutput(String arguments) {
        assertThat(execute(arguments.split(" "))).isZero();
        assertThat(out.toString()).startsWith("Usage: podnet ");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void helpNamesEveryOptionAndEveryExitStatus() {
        execute("run", "--help");
        assertThat(out.toString())
                .contains("--network", "--publish", "--name", "--config-dir", "--plugin-dir", "--cache-dir", "--root")
                .contains("--verbose", "125", "126", "127", "128", "SIGTERM");
    }

    @Test
    void theVersionIsTheModules() {
        assertThat(execute("--version")).isZero();
        assertThat(out.toString()).startsWith("podnet ").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "|Error",
            value = {
                "walk|Error: Unmatched argument at index 0: 'walk' (see podnet --help)",
                "--frob|Error: Unknown option: '--frob' (see podnet --help)",
                "run|Error: Missing required parameter: 'COMMAND' (see podnet run --help)",
                "run --frob x|Error: Unknown option: '--frob' (see podnet run --help)",
                "run -p|Error: Missing required parameter for option '--publish' (PORTS) (see podnet run --help)",
                "run -p 0:1 x|Error: Invalid value for option '--publish' (PORTS): invalid port mapping \"0:1\": host port 0"
                        + " is not 1 to 65535 (see podnet run --help)",
                "run --name a --name b x|Error: option '--name' (NAME) should be specified only once (see podnet run --help)",
                "start|Error: you must provide at least one pod's name or id, or --all (see podnet start --help)",
                "rm -a web|Error: --all and names exclude each other (see podnet rm --help)",
                "exec web|Error: Missing required parameter: 'COMMAND' (see podnet exec --help)",
                "exec -e FOO web ls|Error: Value for option option '--env' (NAME=VALUE) should be in KEY=VALUE format but was"
                        + " FOO (see podnet exec --help)",
                "exec -w /no/such web ls|Error: --workdir /no/such: no such directory",
                "ps --filter age=5|Error: Invalid value for option '--filter' (KEY=VALUE): \"age\" is an invalid filter: want"
                        + " id, name, network or status (see podnet ps --help)",
                "ps --filter status=up|Error: Invalid value for option '--filter' (KEY=VALUE): \"up\" is not a valid status:"
                        + " want created, running or stopped (see podnet ps --help)",
                "ps --format yaml|Error: Invalid value for option '--format': \"yaml\" is not a format: want table or json"
                        + " (see podnet ps --help)",
                "port|Error: you must supply a running pod's name or id, or --all (see podnet port --help)",
                "port web x|Error: invalid port \"x\": want PORT or PORT/PROTOCOL, as 80/tcp",
                "run --name a/b true|Error: invalid pod name \"a/b\": names must match [a-zA-Z0-9][a-zA-Z0-9_.-]*",
            })
    void badInputIsOneLine(String arguments, String line) {
        assertThat(execute(arguments.split(" "))).isEqualTo(125);
        assertThat(err.toString()).isEqualTo("Error" + line + "\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void withoutACommandItSaysSo() {
        assertThat(execute()).isEqualTo(125);
        assertThat(err.toString()).isEqualTo("Error: a subcommand is missing (see podnet --help)\n");
    }

    @Test
    void verboseAddsTheStackTrace() {
        assertThat(execute("run", "-v", "--name", "a/b", "true")).isEqualTo(125);
        assertThat(err.toString()).startsWith("Error: invalid pod name \"a/b\"").contains("\tat io.podnet.api");
    }
}
