// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podnet.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How a call of the command ended. */
public record Called(int status, String out, String err) {
    private static final Path PODNET = Path.of("..", "podnet").toAbsolutePath().normalize();
    private static final int DEADLINE_SECONDS = 50;

    /** Calls it in this JVM: all but the streams of commands that run inside pods is the same. */
    public static Called here(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments);
        return new Called(status, out.toString(), err.toString());
    }

    /** Calls {@code ./podnet}, with nothing on its standard input. */
    public static Called podnet(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PODNET.toString()));
        command.addAll(List.of(arguments));
        return command(command);
    }

    /** Runs any command, with nothing on its standard input. */
    public static Called command(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).start();
        process.getOutputStream().close();
        StringBuilder err = new StringBuilder();
        Thread reader = new Thread(() -> err.append(read(process.errorReader(StandardCharsets.UTF_8))));
        reader.start();
        String out = read(process.inputReader(StandardCharsets.UTF_8));
        reader.join();
        assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS))
                .as("%s ends", command)
                .isTrue();
        return new Called(process.exitValue(), out, err.toString());
    }

    private static String read(java.io.BufferedReader reader) {
        StringWriter text = new StringWriter();
        try (reader) {
            reader.transferTo(text);
        } catch (IOException e) {
            text.append(e.toString());
        }
        return text.toString();
    }

    public Called ok() {
        assertThat(status).as("%s", this).isZero();
        return this;
    }

    /** Exactly one line on standard error, and nothing on standard output. */
    public void failed(int exitStatus, String line) {
        assertThat(status).as("%s", this).isEqualTo(exitStatus);
        assertThat(err).isEqualTo("Error: " + line + "\n");
        assertThat(out).isEmpty();
    }

    /** The JSON that it printed. */
    public JsonNode json() throws JsonProcessingException {
        return new ObjectMapper().readTree(ok().out());
    }

    /** The first line of what it printed. */
    public String line() {
        return ok().out().lines().findFirst().orElse("");
    }
}
