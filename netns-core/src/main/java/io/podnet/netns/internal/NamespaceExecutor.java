// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal;

import io.podnet.netns.NetnsExecutor;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Threads that enter a namespace first of all and then work until they are told to end. A thread that could not enter never
 * works, and none is ever replaced: that would have to enter, when nobody is there to be told that it could not.
 */
public final class NamespaceExecutor extends AbstractExecutorService implements NetnsExecutor {
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final ThreadPoolExecutor pool;

    private NamespaceExecutor(int count, Entrance entrance) {
        pool = new ThreadPoolExecutor(count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread thread = NamespaceThread.daemon(() -> entrance.pass(work));
            threads.add(thread);
            return thread;
        });
    }

    /** Starts the threads; returns when all are inside. */
    public static NetnsExecutor start(int count, Runnable enter) {
        if (count < 1) {
            throw new IllegalArgumentException("threads must be 1 or more: " + count);
        }
        Entrance entrance = new Entrance(enter, new CountDownLatch(count), new AtomicReference<>());
        NamespaceExecutor executor = new NamespaceExecutor(count, entrance);
        executor.pool.prestartAllCoreThreads();
        try {
            entrance.await();
        } catch (RuntimeException e) {
            executor.pool.shutdownNow();
            throw e;
        }
        return executor;
    }

    /** The way in, for all threads. */
    private record Entrance(
            Runnable enter, CountDownLatch arrivals, AtomicReference<@Nullable RuntimeException> failure) {
        void pass(Runnable work) {
            try {
                enter.run();
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
                return;
            } finally {
                arrivals.countDown();
            }
            work.run();
        }

        void await() {
            boolean interrupted = false;
            while (true) {
                try {
                    arrivals.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            RuntimeException failed = failure.get();
            if (failed != null) {
                throw failed;
            }
        }
    }

    /** A task that cannot end its thread. */
    private record Task(Runnable plain) implements Runnable {
        @Override
        @SuppressWarnings("CatchingUnchecked")
        public void run() {
            try {
                plain.run();
            } catch (Throwable e) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        }
    }

    @Override
    public void execute(Runnable command) {
        pool.execute(new Task(command));
    }

    @Override
    public void shutdown() {
        pool.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return pool.shutdownNow().stream()
                .map(task -> task instanceof Task ours ? ours.plain() : task)
                .toList();
    }

    @Override
    public boolean isShutdown() {
        return pool.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return pool.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return pool.awaitTermination(timeout, unit);
    }

    @Override
    public void close() {
        if (threads.contains(Thread.currentThread())) {
            throw new IllegalStateException("an executor cannot be closed by one of its own tasks");
        }
        pool.shutdown();
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (true) {
                try {
                    thread.join();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                    pool.shutdownNow();
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
