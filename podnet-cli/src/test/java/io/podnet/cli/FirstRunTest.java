// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FirstRunTest {
    @TempDir
    private Path directory;

    @Test
    void writesWhatPicocliPrintsForEachCommand() throws Exception {
        new FirstRun(directory).writeTexts();
        checkTexts(commandLine(new StringWriter()), "", directory.resolve("texts"));
    }

    private static void checkTexts(CommandLine command, String words, Path texts) throws Exception {
        for (String option : List.of("--help", "--version")) {
            StringWriter out = new StringWriter();
            assertThat(commandLine(out).execute((words + option).split(" "))).isZero();
            assertThat(texts.resolve(option)).hasContent(out.toString());
        }
        for (String name : command.getSubcommands().keySet()) {
            checkTexts(command.getSubcommands().get(name), words + name + " ", texts.resolve(name));
        }
    }

    private static CommandLine commandLine(StringWriter out) {
        return Main.commandLine(new PrintWriter(out, true), new PrintWriter(out, true));
    }

    @Test
    void writesAFileForNothingElse() throws Exception {
        new FirstRun(directory).writeTexts();
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file ->
                            assertThat(file.getFileName().toString()).isIn("-h", "--help", "-V", "--version", "help"));
        }
    }

    @Test
    void callsAPluginByEveryVerbThatItHas() throws Exception {
        new FirstRun(directory).tryCnitool();
        // GC and STATUS came with version 1.1.0 of the specification.
        assertThat(directory.resolve("first-run/plugins/nothing.calls")).hasContent("ADD\nCHECK\nDEL\nDEL\n");
        assertThat(directory.resolve("first-run/cache/results")).isEmptyDirectory();
    }
}
