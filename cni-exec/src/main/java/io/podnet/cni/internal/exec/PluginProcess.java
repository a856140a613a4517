// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.exec;

import io.podnet.cni.CniVerb;
import io.podnet.cni.spi.PluginCall;
import io.podnet.cni.spi.PluginInvocationException;
import io.podnet.cni.spi.PluginInvocationException.Reason;
import io.podnet.cni.spi.PluginReply;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of one executable, served by the calling thread alone: it writes stdin, empties both output pipes now and
 * then, and waits. No thread is started, so none can be left behind.
 */
final class PluginProcess {
    /** How much of either stream is kept, in bytes. */
    static final int MAX_OUTPUT = 4 << 20;

    /**
     * What a pipe takes without blocking, in bytes: one page, the least that the kernel gives it (pipe(7)). A plugin
     * that never reads must not block the caller beyond its deadline, so more goes through a file.
     */
    private static final int MAX_PIPED = 4096;

    private static final long MIN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MAX_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long REAP_MILLIS = 5_000;
    private static final Duration FOREVER = Duration.ofDays(365);

    private final List<String> prefix;
    private final Path executable;
    private final PluginCall call;
    private final long deadline;

    PluginProcess(List<String> prefix, Path executable, PluginCall call) {
        this.prefix = prefix;
        this.executable = executable;
        this.call = call;
        this.deadline = System.nanoTime() + nanos(call.deadline());
    }

    // A longer time than nanoseconds can say is as good as a year.
    private static long nanos(Duration duration) {
        return duration.compareTo(FOREVER) > 0 ? FOREVER.toNanos() : duration.toNanos();
    }

    PluginReply run() {
        if (Thread.currentThread().isInterrupted()) {
            throw failed(Reason.INTERRUPTED, "was not started, as the thread was interrupted", null);
        }
        Process process;
        try {
            process = start(call.config().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            String why = ExecFailure.of(e).map(ExecFailure::toString).orElse(String.valueOf(e.getMessage()));
            throw failed(Reason.NOT_STARTED, "could not be run: " + why, e);
        }
        try {
            return serve(process);
        } catch (IOException e) {
            throw new UncheckedIOException("plugin " + executable + ": its output cannot be read", e);
        }
    }

    private Process start(byte[] config) throws IOException {
        List<String> words = new ArrayList<>(prefix);
        words.add(executable.toAbsolutePath().toString());
        ProcessBuilder builder = new ProcessBuilder(words);
        if (!prefix.isEmpty()) {
            // What this process was told is no business of other namespaces.
            builder.environment().keySet().retainAll(Set.of("PATH"));
        }
        try {
            builder.environment().putAll(NativeText.require(variables()));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (config.length <= MAX_PIPED) {
            Process process = retryStart(builder);
            write(process.getOutputStream(), config);
            return process;
        }
        Path file = Files.createTempFile("cni-stdin-", ".json");
        try {
            Files.write(file, config);
            return retryStart(builder.redirectInput(file.toFile()));
        } finally {
            // The plugin has it open.
            Files.delete(file);
        }
    }

    private Map<String, String> variables() {
        Map<String, String> environment = new HashMap<>(call.extraEnvironment());
        // All six, empty ones too, so that none is inherited from whoever started this process.
        environment.put("CNI_COMMAND", call.verb().name());
        environment.put("CNI_CONTAINERID", call.containerId());
        environment.put("CNI_NETNS", call.netns());
        environment.put("CNI_IFNAME", call.ifName());
        environment.put("CNI_ARGS", call.args());
        // libcni's word; plugins before the VERSION verb want one.
        environment.put("CNI_PATH", call.verb() == CniVerb.VERSION ? "dummy" : call.pluginPathText());
        return environment;
    }

    private Process retryStart(ProcessBuilder builder) throws IOException {
        BusyRetry retry = new BusyRetry(deadline);
        while (true) {
            try {
                return builder.start();
            } catch (IOException e) {
                if (!retry.again(e)) {
                    throw e;
                }
            }
        }
    }

    // A plugin need not read what it is told.
    private static void write(OutputStream stdin, byte[] config) {
        try (stdin) {
            stdin.write(config);
        } catch (IOException e) {
            // EPIPE: it closed its end, or ended. Its answer tells whether that was a failure.
        }
    }

    private PluginReply serve(Process process) throws IOException {
        try (BoundedOutput stdout = new BoundedOutput(process.getInputStream(), MAX_OUTPUT);
                BoundedOutput stderr = new BoundedOutput(process.getErrorStream(), MAX_OUTPUT)) {
            Reason ended = Reason.INTERRUPTED;
            try {
                ended = await(process, stdout, stderr);
            } catch (InterruptedException e) {
                // The flag is set again once the process is gone.
            } finally {
                if (process.isAlive()) {
                    kill(process);
                }
            }
            if (ended == null) {
                return new PluginReply(process.exitValue(), stdout.text(), stderr.text());
            }
            stdout.drain();
            stderr.drain();
            if (ended == Reason.INTERRUPTED) {
                Thread.currentThread().interrupt();
            }
            throw new PluginInvocationException(
                    ended, "plugin " + executable + " " + describe(ended, stdout), stdout.text(), stderr.text(), null);
        }
    }

    /** Waits for the end of the process; gives why it has to be ended, or null if it ended by itself. */
    private @Nullable Reason await(Process process, BoundedOutput stdout, BoundedOutput stderr)
            throws IOException, InterruptedException {
        long pause = MIN_PAUSE_NANOS;
        while (true) {
            boolean moved = stdout.drain();
            moved |= stderr.drain();
            if (stdout.isFull() || stderr.isFull()) {
                return Reason.FLOOD;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return Reason.DEADLINE;
            }
            pause = moved ? MIN_PAUSE_NANOS : Math.min(2 * pause, MAX_PAUSE_NANOS);
            if (process.waitFor(Math.min(pause, left), TimeUnit.NANOSECONDS)) {
                stdout.drain();
                stderr.drain();
                return stdout.isFull() || stderr.isFull() ? Reason.FLOOD : null;
            }
        }
    }

    private String describe(Reason reason, BoundedOutput stdout) {
        return switch (reason) {
            case DEADLINE ->
                "did not answer " + call.verb() + " within " + call.deadline().toMillis()
                        + " ms; it was ended with all that it started";
            case FLOOD ->
                "printed more than " + MAX_OUTPUT + " bytes to "
                        + (stdout.isFull() ? "standard output" : "standard error") + "; it was ended";
            default -> "was ended, as the thread was interrupted";
        };
    }

    // Nothing may outlive the call, whatever went wrong.
    private static void kill(Process process) {
        ProcessTree.kill(process.toHandle());
        try {
            process.waitFor(REAP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private PluginInvocationException failed(Reason reason, String what, @Nullable Throwable cause) {
        return new PluginInvocationException(reason, "plugin " + executable + " " + what, "", "", cause);
    }
}
