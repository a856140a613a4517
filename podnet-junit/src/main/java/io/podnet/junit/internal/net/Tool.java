// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit.internal.net;

import io.podnet.junit.HostsException;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsNotFoundException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the system's own tools in a namespace. They serve alike where this JVM may enter the namespace and where it may not,
 * which in-JVM netlink does not.
 */
final class Tool {
    private static final Logger LOG = LoggerFactory.getLogger(Tool.class.getPackageName());
    private static final String SYSTEM_PATH = ":/usr/sbin:/usr/bin:/sbin:/bin";

    private Tool() {}

    /** A command that finds tools which a plain user's PATH does not name. */
    static ProcessBuilder command(String... words) {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().merge("PATH", SYSTEM_PATH, String::concat);
        // The directory of this JVM may be one that its user cannot enter again (su, setpriv), and no tool needs it.
        builder.directory(new File("/"));
        // Messages are compared.
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    /** Runs a tool with an input; fails, with what it says, if it does. */
    static void run(Netns namespace, String what, String debianPackage, String input, String... words) {
        long start = System.nanoTime();
        Process process = start(namespace, what, debianPackage, words);
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended before it had read all: its status tells.
        }
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int status = process.waitFor();
            LOG.debug(
                    "{} took {} ms: exit status {}",
                    String.join(" ", words),
                    Duration.ofNanos(System.nanoTime() - start).toMillis(),
                    status);
            if (status != 0) {
                throw new HostsException(
                        "hosts-tool-failed",
                        what + ": " + String.join(" ", words) + " ended with status " + status + ": " + said
                                + "\ninput:\n" + input,
                        null);
            }
        } catch (IOException e) {
            process.destroyForcibly();
            throw new HostsException("hosts-tool-failed", what + ": cannot read what " + words[0] + " says", e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new HostsException("hosts-interrupted", what + ": interrupted", e);
        }
    }

    private static Process start(Netns namespace, String what, String debianPackage, String... words) {
        try {
            return namespace.start(command(words).redirectErrorStream(true));
        } catch (NetnsNotFoundException e) {
            throw new HostsException(
                    "hosts-tool-missing",
                    what + ": the program " + List.of(words).get(0) + " is missing: install " + debianPackage,
                    e);
        }
    }
}
