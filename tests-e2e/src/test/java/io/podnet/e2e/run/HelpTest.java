// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher prints help and version by itself, from texts that the build wrote: the same as the command would print. */
class HelpTest {
    @ParameterizedTest
    @ValueSource(strings = {"--help", "-V", "run -h", "gc --help", "cni --help"})
    void isWhatTheCommandPrints(String arguments) throws Exception {
        Outcome outcome = Launcher.call(arguments.split(" "));
        assertThat(outcome.exitStatus()).isZero();
        assertThat(outcome.stderr()).isEmpty();
        assertThat(outcome.stdout()).isEqualTo(inJava(arguments).stdout()).isNotBlank();
    }

    private static Outcome inJava(String arguments) throws Exception {
        Path jars =
                Path.of("..", "podnet-cli", "target", "lib").toAbsolutePath().normalize();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-classpath", jars + "/*"));
        command.add("io.podnet.cli.Main");
        command.addAll(List.of(arguments.split(" ")));
        try (Running running = Running.start(new ProcessBuilder(command))) {
            return running.end();
        }
    }

    @Test
    void isNotFoundByArgumentsThatLookLikeItsFiles() throws Exception {
        Launcher.call("run/--help").failed(125, "Unmatched argument at index 0: 'run/--help' (see podnet --help)");
        Launcher.call("run", "..", "--help").failed(127, "command \"..\" not found in PATH");
        Launcher.call("run", "--", "--help").failed(127, "command \"--help\" not found in PATH");
    }
}
