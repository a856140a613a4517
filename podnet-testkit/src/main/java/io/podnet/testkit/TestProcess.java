// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * A command that runs. Its output goes to files, so neither it nor the test waits for the other, and a child that it
 * leaves holds nothing of the test's open.
 *
 * <p><b>Threads</b>: used by one thread.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class TestProcess implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final List<String> command;
    private final Process process;
    private final Path files;
    private final long started = System.nanoTime();

    TestProcess(List<String> command, Process process, Path files) {
        this.command = command;
        this.process = process;
        this.files = files;
    }

    /**
     * Tells its process id.
     *
     * @return the id
     */
    public long pid() {
        return process.pid();
    }

    /**
     * Tells whether it has not ended yet.
     *
     * @return whether it runs
     */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Reads what it has written so far.
     *
     * @return its standard output
     */
    public String stdout() {
        return read("stdout");
    }

    /**
     * Reads what it has complained about so far.
     *
     * @return its standard error
     */
    public String stderr() {
        return read("stderr");
    }

    /**
     * Waits until it has written something.
     *
     * @param stdout tells whether its standard output so far is enough
     * @param limit how long to wait
     * @return its standard output so far
     * @throws AssertionError if it ends before that, or the time is over
     */
    public String awaitOutput(Predicate<String> stdout, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            boolean alive = process.isAlive(); // before reading: it may write and end
            String text = stdout();
            if (stdout.test(text)) {
                return text;
            }
            if (!alive) {
                throw new AssertionError("a command ended too early: " + result());
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(late(limit));
            }
            pause();
        }
    }

    /**
     * Sends a signal.
     *
     * @param name such as {@code TERM} or {@code INT}
     */
    public void signal(String name) {
        // Java knows TERM and KILL only.
        Place.host().run("kill", "-" + name, Long.toString(pid())).succeeded();
    }

    /**
     * Waits for its end.
     *
     * @param limit how long
     * @return what it did
     * @throws AssertionError if the time is over
     */
    public CommandResult await(Duration limit) {
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AssertionError(late(limit));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return result();
    }

    /** Kills it with all of its descendants, if it still runs, and waits for its end. */
    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        if (process.isAlive()) {
            all.forEach(ProcessHandle::destroyForcibly);
        }
        try {
            process.waitFor();
            for (String name : List.of("stdin", "stdout", "stderr")) {
                Files.deleteIfExists(files.resolve(name));
            }
            Files.deleteIfExists(files);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String late(Duration limit) {
        return "a command is not done after " + limit + ": " + String.join(" ", command) + "\nstdout:\n"
                + stdout().indent(2) + "stderr:\n" + stderr().indent(2);
    }

    private CommandResult result() {
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        return new CommandResult(command, process.exitValue(), stdout(), stderr(), took);
    }

    private String read(String name) {
        try {
            // Whatever it wrote, if only half a character.
            return new String(Files.readAllBytes(files.resolve(name)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
