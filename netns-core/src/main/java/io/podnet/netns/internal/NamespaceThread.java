// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal;

import io.podnet.netns.NetnsTask;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A platform thread that goes into a namespace, works and ends. It never comes back out, so it cannot fail to, and no other
 * work can find itself in the wrong namespace.
 */
public final class NamespaceThread {
    private static final AtomicLong NUMBER = new AtomicLong();

    private NamespaceThread() {}

    /** Does work on a fresh thread after it has entered, and waits for it; hands on the caller's interruption. */
    public static <T extends @Nullable Object, X extends Exception> T call(Runnable enter, NetnsTask<T, X> task)
            throws X {
        Work<T, X> work = new Work<>(enter, task);
        Thread thread = daemon(work);
        thread.start();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                thread.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return work.result();
    }

    static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "podnet-netns-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    private static final class Work<T extends @Nullable Object, X extends Exception> implements Runnable {
        private final Runnable enter;
        private final NetnsTask<T, X> task;
        private @Nullable T result;
        private @Nullable Throwable failure;

        Work(Runnable enter, NetnsTask<T, X> task) {
            this.enter = enter;
            this.task = task;
        }

        @Override
        @SuppressWarnings("CatchingUnchecked") // everything that the task throws is thrown again by result()
        public void run() {
            try {
                enter.run();
                result = task.call();
            } catch (Throwable e) {
                failure = e;
            }
        }

        @SuppressWarnings({"unchecked", "NullAway"}) // X is all that is left; and T is nullable if the task's result is
        T result() throws X {
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
            if (failure != null) {
                throw (X) failure;
            }
            return result;
        }
    }
}
