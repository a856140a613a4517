// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A command that runs, and what it says. */
final class Running implements AutoCloseable {
    private static final int DEADLINE_SECONDS = 60;

    private final Process process;
    private final BufferedReader stdout;
    private final StringBuilder stderr = new StringBuilder();
    private final Thread reader;

    private Running(Process process) {
        this.process = process;
        this.stdout = process.inputReader(StandardCharsets.UTF_8);
        this.reader = new Thread(() -> read(process.getErrorStream()));
        reader.start();
    }

    static Running start(ProcessBuilder command) throws IOException {
        return new Running(command.start());
    }

    private void read(InputStream stream) {
        try {
            byte[] buffer = new byte[8192];
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                synchronized (stderr) {
                    stderr.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    Process process() {
        return process;
    }

    /** Waits for a line of the command's output. */
    String line() throws IOException {
        String line = stdout.readLine();
        assertThat(line).as("the command's output; it said: %s", stderr()).isNotNull();
        return line;
    }

    String stderr() {
        synchronized (stderr) {
            return stderr.toString();
        }
    }

    void type(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-s", name, Long.toString(pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Waits for the command's end. */
    Outcome end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        StringBuilder rest = new StringBuilder();
        char[] buffer = new char[8192];
        for (int n = stdout.read(buffer); n >= 0; n = stdout.read(buffer)) {
            rest.append(buffer, 0, n);
        }
        assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS))
                .as("it ends")
                .isTrue();
        reader.join();
        return new Outcome(process.exitValue(), rest.toString(), stderr());
    }

    /** Ends it in a way that lets it clean up, if a test failed half-way. */
    @Override
    public void close() throws InterruptedException {
        if (process.isAlive()) {
            process.destroy();
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}
