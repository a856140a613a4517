package io.podnet.rootless.internal.process;

import io.podnet.rootless.RootlessException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs a program that ends by itself soon. */
public final class Tool {
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
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(Path.of("/").toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        ChildEnvironment.set(builder, owner);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw failure(command, "cannot be started: " + e.getMessage(), e);
        }
        CompletableFuture<String> output = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process.getInputStream(), output), "podnet-tool-output");
        reader.setDaemon(true);
        reader.start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failure(command, "did not end within " + limit.toMillis() + " ms", null);
            }
            // A grandchild may hold the pipe for ever; nobody waits for that.
            return new Result(process.exitValue(), output.get(1, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(command, "was interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw failure(command, "left its output open", e);
        } finally {
            process.destroyForcibly();
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

    private static void read(InputStream stream, CompletableFuture<String> output) {
        try (stream) {
            byte[] bytes = stream.readNBytes(MAX_OUTPUT);
            output.complete(new String(bytes, StandardCharsets.UTF_8));
            stream.skip(Long.MAX_VALUE);
        } catch (IOException e) {
            output.completeExceptionally(new UncheckedIOException(e));
        }
    }

    private static RootlessException failure(List<String> command, String what, @Nullable Throwable cause) {
        return new RootlessException(
                "rootless-tool-failed", command.get(0) + " " + what + " (" + String.join(" ", command) + ")", cause);
    }
}
