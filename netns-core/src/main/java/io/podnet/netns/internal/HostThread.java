// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A thread in the namespace that the JVM was born in, for starting processes when the calling thread is inside another one:
 * what {@link ProcessBuilder#start()} starts is born where its caller is, and so is the JVM's own "process reaper", which
 * stays for a minute and would keep the namespace alive.
 */
public final class HostThread implements AutoCloseable {
    private final ExecutorService executor;

    private HostThread(ExecutorService executor) {
        this.executor = executor;
    }

    /** Starts the thread, by one that is not inside a namespace yet: threads are born where their parents are. */
    public static HostThread start() {
        if (!NsFs.isHostThread()) {
            throw new IllegalStateException(
                    "open Namespaces outside of other namespaces: " + Thread.currentThread() + " is inside one");
        }
        ExecutorService executor = Executors.newSingleThreadExecutor(HostThread::daemon);
        // Born now and by this thread, not by the one that happens to need it first.
        executor.execute(() -> {});
        return new HostThread(executor);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(null, work, "podnet-host", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }

    /** Starts a process in the JVM's namespace. */
    public Process start(ProcessBuilder builder) {
        try {
            return NsFs.isHostThread() ? builder.start() : call(builder::start);
        } catch (IOException e) {
            throw Problems.of("cannot run " + builder.command(), e);
        }
    }

    private Process call(Callable<Process> start) throws IOException {
        Future<Process> future = executor.submit(start);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof IOException cause) {
                        throw cause;
                    }
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
