// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.process;

import io.podnet.rootless.RootlessException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a program that ends by itself soon. */
public final class Tool {
    private static final Logger LOG = LoggerFactory.getLogger(Tool.class.getPackageName());
    private static final int MAX_OUTPUT = 256 * 1024;

    private Tool() {}

    /**
     * How a program ended.
     *
     * @param exit its exit status
     * @param output what it printed, standard error included
     */
    public record Result(int exit, String output) {}

    /** Runs a program; its exit status is the caller's business. */
    public static Result run(List<String> command, Duration limit) {
        return run(command, limit, Optional.empty());
    }

    /** Runs a program for a rootless namespace, by whose directory it is marked. */
    public static Result run(List<String> command, Duration limit, Optional<Path> owner) {
        Path output = temporaryFile();
        try {
            int exit = run(command, limit, owner, output);
            return new Result(exit, read(output));
        } finally {
            delete(output);
        }
    }

    // Into a file and not through a pipe: when a process ends, the JDK takes what is left in the pipe away from whoever
    // is
    // reading it at that moment (ProcessImpl.ProcessPipeInputStream), and a grandchild could keep the pipe open for
    // ever.
    private static int run(List<String> command, Duration limit, Optional<Path> owner, Path output) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(Path.of("/").toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectOutput(output.toFile());
        ChildEnvironment.set(builder, owner);
        long start = System.nanoTime();
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw failure(command, "cannot be started: " + e.getMessage(), e);
        }
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failure(command, "did not end within " + limit.toMillis() + " ms", null);
            }
            LOG.debug(
                    "{} took {} ms: exit status {}",
                    String.join(" ", command),
                    Duration.ofNanos(System.nanoTime() - start).toMillis(),
                    process.exitValue());
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(command, "was interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    // Mode 0600, as all temporary files of Java.
    private static Path temporaryFile() {
        try {
            return Files.createTempFile("podnet-", ".out");
        } catch (IOException e) {
            throw new RootlessException("rootless-files", "no temporary file can be made: " + e, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new RootlessException("rootless-files", file + " cannot be removed: " + e, e);
        }
    }

    /** Runs a program that must succeed. */
    public static String check(List<String> command, Duration limit, Optional<Path> owner) {
        Result result = run(command, limit, owner);
        if (result.exit() != 0) {
            throw failure(
                    command,
                    "ended with exit status " + result.exit() + ": "
                            + result.output().strip(),
                    null);
        }
        return result.output();
    }

    private static String read(Path output) {
        try (InputStream stream = Files.newInputStream(output)) {
            return new String(stream.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new RootlessException("rootless-files", output + " cannot be read: " + e, e);
        }
    }

    private static RootlessException failure(List<String> command, String what, @Nullable Throwable cause) {
        return new RootlessException(
                "rootless-tool-failed", command.get(0) + " " + what + " (" + String.join(" ", command) + ")", cause);
    }
}
