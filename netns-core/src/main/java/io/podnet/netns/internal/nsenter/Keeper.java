// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal.nsenter;

import io.podnet.netns.internal.HostThread;
import io.podnet.netns.internal.Problems;
import io.podnet.netns.internal.Programs;
import io.podnet.netns.internal.ToolRun;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that does nothing but be in a namespace, and thereby keep it: this JVM cannot hold a descriptor of one that
 * belongs to another user namespace. It reads a pipe from this JVM, so that it ends whenever the JVM does; and it has a
 * session of its own, since Ctrl-C in a terminal ends every process of a foreground job, before the JVM is done with it.
 */
final class Keeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class.getPackageName());
    private final Process process;

    private Keeper(Process process) {
        this.process = process;
    }

    /** Starts a keeper behind a prefix that brings it into its namespace. */
    static Keeper start(HostThread host, String what, List<String> prefix) {
        List<String> command = new ArrayList<>();
        command.add(Programs.tool("setsid", "util-linux"));
        command.addAll(prefix);
        // The empty line says that it is inside.
        command.addAll(List.of("sh", "-c", "echo && exec cat >/dev/null 2>&1"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", "C");
        long start = System.nanoTime();
        Process process = host.start(builder);
        try {
            if (process.getInputStream().read() < 0) {
                throw ToolRun.await(prefix, process).failure(what);
            }
            LOG.debug(
                    "process {} keeps a namespace, ready after {} ms: {}",
                    process.pid(),
                    Duration.ofNanos(System.nanoTime() - start).toMillis(),
                    command);
            return new Keeper(process);
        } catch (IOException e) {
            process.destroyForcibly();
            throw Problems.of(what, e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Ends the process and waits for that: the kernel takes the namespace down right afterwards. */
    @Override
    public void close() {
        process.destroyForcibly();
        boolean interrupted = false;
        while (true) {
            try {
                process.waitFor();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
