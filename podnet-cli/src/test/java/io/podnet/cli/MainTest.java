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
    @ValueSource(strings = {"--help", "run --help", "gc --help", "-h", "run -h"})
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
            delimiter = '|',
            value = {
                "walk|Error: Unmatched argument at index 0: 'walk' (see podnet --help)",
                "--frob|Error: Unknown option: '--frob' (see podnet --help)",
                "run|Error: Missing required parameter: 'COMMAND' (see podnet run --help)",
                "run --frob x|Error: Unknown option: '--frob' (see podnet run --help)",
                "run -p|Error: Missing required parameter for option '--publish' (PORTS) (see podnet run --help)",
                "run -p 0:1 x|Error: Invalid value for option '--publish' (PORTS): invalid port mapping \"0:1\": host port 0"
                        + " is not 1 to 65535 (see podnet run --help)",
                "run --name a --name b x|Error: option '--name' (NAME) should be specified only once (see podnet run --help)",
                "run --name a/b true|Error: invalid pod name \"a/b\": names must match [a-zA-Z0-9][a-zA-Z0-9_.-]*",
            })
    void badInputIsOneLine(String arguments, String line) {
        assertThat(execute(arguments.split(" "))).isEqualTo(125);
        assertThat(err.toString()).isEqualTo(line + "\n");
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
