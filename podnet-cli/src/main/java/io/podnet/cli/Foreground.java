// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.cli.Signals.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What signals do while a command runs in the foreground. The first is passed on to the command, which gets ten seconds
 * to end; the second kills it; the third ends podnet where it stands.
 */
final class Foreground implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Foreground.class.getPackageName());
    private static final Duration GRACE = Duration.ofSeconds(10);

    private int signals;
    private @Nullable Signal first;
    private @Nullable Process command;
    private @Nullable Thread interruptible;

    private Foreground() {}

    /** Takes over the signals of this JVM. */
    static Foreground open() {
        Foreground foreground = new Foreground();
        for (Signal each : Signal.values()) {
            Signals.handle(each, foreground::signal);
        }
        return foreground;
    }

    /**
     * Does something that a signal ends early, by an interrupt.
     *
     * @throws CommandFailure with the signal's status, if there was one
     */
    <T> T interruptibly(Supplier<T> work) {
        synchronized (this) {
            stopIfSignalled();
            interruptible = Thread.currentThread();
        }
        try {
            return work.get();
        } catch (RuntimeException e) {
            synchronized (this) {
                if (first != null) {
                    CommandFailure failure = new CommandFailure(first.exitStatus(), "ended by SIG" + first, e);
                    // What could not be undone.
                    for (Throwable each : e.getSuppressed()) {
                        failure.addSuppressed(each);
                    }
                    throw failure;
                }
            }
            throw e;
        } finally {
            synchronized (this) {
                interruptible = null;
                // What follows is teardown, or the command, which gets the signal itself.
                Thread.interrupted();
            }
        }
    }

    /**
     * Starts the command and waits for its end.
     *
     * @return its exit status
     */
    int run(Supplier<Process> start) {
        Process process;
        synchronized (this) {
            stopIfSignalled();
            process = start.get();
            command = process;
        }
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException e) {
                LOG.debug("interrupted; the command goes on", e);
            }
        }
    }

    private void stopIfSignalled() {
        if (first != null) {
            throw new CommandFailure(first.exitStatus(), "ended by SIG" + first);
        }
    }

    private synchronized void signal(Signal signal) {
        signals++;
        LOG.debug("SIG{}, the {}. signal", signal, signals);
        if (first == null) {
            first = signal;
        }
        if (signals > 2) {
            Runtime.getRuntime().halt(signal.exitStatus());
        }
        if (interruptible != null) {
            interruptible.interrupt();
        }
        Process running = command;
        if (running == null) {
            return;
        }
        if (signals == 2) {
            running.destroyForcibly();
            return;
        }
        pass(signal, running);
        killLater(running);
    }

    private static void pass(Signal signal, Process running) {
        if (signal == Signal.INT && isTerminalOurs()) {
            // The terminal sent it to the command as well; a second one would mean something else to many programs.
            return;
        }
        try {
            // Java itself sends nothing but TERM and KILL; kill is built into every shell.
            new ProcessBuilder("/bin/sh", "-c", "kill -s " + signal + " " + running.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            LOG.debug("kill cannot be started", e);
            running.destroy();
        }
    }

    // Whether this process is in the foreground of a terminal, so that Ctrl-C reaches the whole group (proc(5), fields
    // pgrp
    // and tpgid).
    private static boolean isTerminalOurs() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return fields[2].equals(fields[5]);
        } catch (IOException e) {
            return false;
        }
    }

    private static void killLater(Process running) {
        Thread killer = new Thread(
                () -> {
                    try {
                        if (!running.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                            LOG.warn("the command did not end within {} s, killing it", GRACE.toSeconds());
                            running.destroyForcibly();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "podnet-kill");
        killer.setDaemon(true);
        killer.start();
    }

    @Override
    public synchronized void close() {
        command = null;
    }
}
