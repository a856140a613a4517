// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.process;

import io.podnet.base.ProcessIdentity;
import io.podnet.rootless.RootlessException;
import io.podnet.rootless.spi.HelperCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a helper, a process that outlives this JVM.
 *
 * <p>It waits behind a gate until it is recorded: a shell reads a word from this JVM before it becomes the helper. If the
 * JVM dies first, the read fails and the shell ends, so there is no instant at which a helper runs that nobody knows of.
 * Java hands only descriptors 0 to 2 to children; the shell turns its standard output, a pipe, into descriptor 3.
 */
public final class Helper {
    private static final Logger LOG = LoggerFactory.getLogger(Helper.class.getPackageName());
    private static final long POLL_NANOS = 1_000_000;
    private static final int SIGNALLED = 128;

    // $1 log, $2 input, $3 whether descriptor 3 is the ready pipe, then the command. The helper gets no pipe of the
    // JVM's but the ready pipe: writing into one whose reader is gone would kill it. It appends to its log, so that it
    // goes
    // on at the beginning when somebody empties the file.
    private static final String GATE = """
            umask 077
            read -r go && [ "$go" = go ] || exit 0
            log=$1 input=$2 pipe=$3
            shift 3
            if [ "$pipe" = yes ]; then exec 3>&1; fi
            exec <"$input" >>"$log" 2>&1
            exec "$@"
            """;

    private final HelperCommand command;
    private final Path logFile;
    private final Process process;
    private final ProcessIdentity identity;
    private final long started = System.nanoTime();

    private Helper(HelperCommand command, Path logFile, Process process, ProcessIdentity identity) {
        this.command = command;
        this.logFile = logFile;
        this.process = process;
        this.identity = identity;
    }

    /**
     * Starts a helper and waits until it is ready.
     *
     * @param command what to start
     * @param owner the directory of the rootless namespace it belongs to
     * @param log where its output goes; an older file is replaced
     * @param limit how long it may take in all
     * @param recorder writes down that the process exists, before it becomes the helper
     * @return the running helper
     * @throws RootlessException if it died, was not ready in time or said something else than that it is ready; it is
     *     gone then
     */
    public static ProcessIdentity start(
            HelperCommand command, Path owner, Path log, Duration limit, Consumer<ProcessIdentity> recorder) {
        Helper helper = spawn(command, owner, log);
        try {
            recorder.accept(helper.identity);
            helper.open();
            helper.awaitReady(limit);
            LOG.debug(
                    "{} runs as process {}, ready after {} ms: {}",
                    command.name(),
                    helper.identity.pid(),
                    helper.millis(),
                    command);
            return helper.identity;
        } catch (RuntimeException e) {
            helper.abandon(e);
            throw e;
        } finally {
            helper.closePipes();
            new HelperLog(log).lines().forEach(line -> LOG.debug("{}: {}", command.name(), line));
        }
    }

    private static Helper spawn(HelperCommand command, Path owner, Path log) {
        List<String> words = new ArrayList<>(List.of("setsid", "sh", "-c", GATE, command.name()));
        words.add(log.toString());
        words.add(command.input().map(Path::toString).orElse("/dev/null"));
        words.add(command.readiness() instanceof HelperCommand.Readiness.Pipe ? "yes" : "no");
        words.addAll(command.command());
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(Path.of("/").toFile());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        ChildEnvironment.set(builder, Optional.of(owner));
        try {
            Files.deleteIfExists(log);
            if (command.readiness() instanceof HelperCommand.Readiness.PidFile ready) {
                Files.deleteIfExists(ready.file());
            }
            Process process = builder.start();
            ProcessIdentity identity = ProcessIdentity.of(process.pid())
                    .orElseThrow(() -> failure(command, "ended before it began", null));
            return new Helper(command, log, process, identity);
        } catch (IOException e) {
            throw failure(command, "cannot be started: " + e.getMessage(), e);
        }
    }

    private void open() {
        try (OutputStream gate = process.getOutputStream()) {
            gate.write("go\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw failure(command, "was killed before it began", e);
        }
    }

    private void awaitReady(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!isReady()) {
            if (!process.isAlive()) {
                throw died();
            }
            if (System.nanoTime() - end > 0) {
                throw failure(
                        command,
                        "was not ready within " + limit.toMillis() + " ms: " + lastWords() + " (" + command + ")",
                        null);
            }
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                throw failure(command, "was not awaited: the thread was interrupted", null);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private boolean isReady() {
        try {
            if (command.readiness() instanceof HelperCommand.Readiness.PidFile ready) {
                String text = Files.readString(ready.file()).strip();
                return !text.isEmpty() && checkAnswer(text, Long.toString(identity.pid()), "its process id file");
            }
            InputStream pipe = process.getInputStream();
            return pipe.available() > 0
                    && checkAnswer(
                            new String(pipe.readNBytes(Math.min(pipe.available(), 64)), StandardCharsets.UTF_8).strip(),
                            "1",
                            "its ready pipe");
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            // The JDK closes the pipe when the process ends; that it did is told in its own words.
            if (!process.isAlive()) {
                return false;
            }
            throw failure(command, "cannot be watched: " + e.getMessage(), e);
        }
    }

    private boolean checkAnswer(String answer, String wanted, String where) {
        if (!answer.equals(wanted)) {
            throw failure(command, "wrote \"" + answer + "\" to " + where + " instead of \"" + wanted + "\"", null);
        }
        return true;
    }

    private RootlessException died() {
        int exit = process.exitValue();
        String words = command.name() + " "
                + (exit > SIGNALLED ? "killed by signal " + (exit - SIGNALLED) : "failed: " + lastWords());
        return new RootlessException(
                "rootless-helper-died",
                words + " (exit status " + exit + " after " + millis() + " ms: " + command + ")");
    }

    private String lastWords() {
        return '"' + String.join("\n", new HelperLog(logFile).lastLines()) + '"';
    }

    private long millis() {
        return (System.nanoTime() - started) / 1_000_000;
    }

    private void abandon(RuntimeException failure) {
        try {
            Processes.stop(identity);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void closePipes() {
        try {
            process.getInputStream().close();
            process.getOutputStream().close();
        } catch (IOException e) {
            // The helper has closed its end, which is all that matters.
            LOG.trace("{}: {}", command.name(), e.toString());
        }
    }

    private static RootlessException failure(HelperCommand command, String what, @Nullable Throwable cause) {
        return new RootlessException("rootless-helper-failed", command.name() + " " + what, cause);
    }
}
