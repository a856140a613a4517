// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal;

import io.podnet.netns.NetnsDeniedException;
import io.podnet.netns.NetnsException;
import io.podnet.netns.NetnsExistsException;
import io.podnet.netns.NetnsNotFoundException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a tool of the system answered.
 *
 * @param command the command
 * @param status its exit status
 * @param output its standard output
 * @param error its standard error, without line ends around it
 */
public record ToolRun(List<String> command, int status, String output, String error) {
    private static final Logger LOG = LoggerFactory.getLogger(ToolRun.class.getPackageName());
    private static final long POLL_NANOS = 200_000;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    /** Reads what a process writes, until it ends; one that takes longer than a minute is killed. */
    public static ToolRun await(List<String> command, Process process) {
        long start = System.nanoTime();
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        try (InputStream out = process.getInputStream();
                InputStream err = process.getErrorStream()) {
            process.getOutputStream().close();
            // Polled, and by this thread alone: a helper thread would be born in whatever namespace this one is in.
            while (process.isAlive()) {
                int moved = move(out, output) + move(err, error);
                if (System.nanoTime() - start > PATIENCE_NANOS) {
                    process.destroyForcibly();
                    throw new NetnsException("netns-timeout", command + " did not end within 60 s");
                }
                if (moved == 0) {
                    LockSupport.parkNanos(POLL_NANOS);
                }
            }
            out.transferTo(output);
            err.transferTo(error);
        } catch (IOException e) {
            process.destroyForcibly();
            throw Problems.of("cannot read what " + command + " writes", e);
        }
        LOG.debug(
                "{} took {} ms: exit status {}",
                String.join(" ", command),
                Duration.ofNanos(System.nanoTime() - start).toMillis(),
                process.exitValue());
        return new ToolRun(
                command,
                process.exitValue(),
                output.toString(StandardCharsets.UTF_8),
                error.toString(StandardCharsets.UTF_8).strip());
    }

    private static int move(InputStream from, ByteArrayOutputStream to) throws IOException {
        byte[] bytes = from.readNBytes(from.available());
        to.writeBytes(bytes);
        return bytes.length;
    }

    /** Tells whether the tool did what it was asked. */
    public boolean isSuccess() {
        return status == 0;
    }

    /** Turns the tool's complaint into an exception, of the kind that its words tell: there is nothing else to go by. */
    public NetnsException failure(String what) {
        String message = what + ": " + String.join(" ", command) + ": "
                + (error.isEmpty() ? "exit status " + status : error.replace("\n", "; "));
        if (says("File exists") || says("already assigned") || says("already exists")) {
            return new NetnsExistsException(message, null);
        }
        if (says("Operation not permitted") || says("ermission denied") || says("must be superuser")) {
            return new NetnsDeniedException(
                    message + "; needs CAP_NET_ADMIN and CAP_SYS_ADMIN in the user namespace that owns the namespace",
                    null);
        }
        if (isAbout("Cannot find device", "does not exist", "No such process", "No such file", "ddress not found")) {
            return new NetnsNotFoundException(message, null);
        }
        return new NetnsException("netns-tool-failed", message);
    }

    /** Tells whether the tool complained in any of these words. */
    public boolean isAbout(String... words) {
        return List.of(words).stream().anyMatch(this::says);
    }

    private boolean says(String words) {
        return error.contains(words);
    }
}
