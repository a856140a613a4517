// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit;

import io.podnet.netns.NetnsAction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that do work on a host. */
final class Background {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class.getPackageName());
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final String host;
    private final List<Thread> threads = new ArrayList<>();

    Background(String host) {
        this.host = host;
    }

    /** Starts a thread where the calling one is. */
    synchronized Future<?> start(NetnsAction<?> action) {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            try {
                action.run();
                return true;
            } catch (Exception e) {
                // Nobody may ever ask for it.
                LOG.debug("work in the background of host {} failed", host, e);
                throw e;
            }
        });
        Thread thread = new Thread(task, host + "-" + (threads.size() + 1));
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
        return task;
    }

    synchronized void interrupt() {
        threads.forEach(Thread::interrupt);
    }

    /** Waits for the end of all; a thread that does not end keeps the namespace, and may disturb tests to come. */
    synchronized void awaitEnd() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        List<String> left = threads.stream()
                .filter(Thread::isAlive)
                .map(Background::describe)
                .toList();
        if (!left.isEmpty()) {
            throw new HostsException(
                    "hosts-background-runs",
                    "work in the background of host " + host
                            + " did not end within 5 s of being interrupted; close what it" + " waits for: "
                            + String.join(", ", left),
                    null);
        }
    }

    private static String describe(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return thread.getName() + (stack.length == 0 ? "" : " at " + stack[0]);
    }
}
