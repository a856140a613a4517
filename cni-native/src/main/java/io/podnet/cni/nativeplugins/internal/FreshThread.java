// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import io.podnet.netns.NetnsTask;
import org.jspecify.annotations.Nullable;

/** Does work on a thread that nobody else knows: it cannot be interrupted, and whatever becomes of it ends with the work. */
final class FreshThread<T extends @Nullable Object, X extends Exception> implements Runnable {
    private final NetnsTask<T, X> task;
    private @Nullable T result;
    private @Nullable Throwable failure;

    private FreshThread(NetnsTask<T, X> task) {
        this.task = task;
    }

    static <T extends @Nullable Object, X extends Exception> T call(NetnsTask<T, X> task) throws X {
        FreshThread<T, X> work = new FreshThread<>(task);
        Thread thread = new Thread(null, work, "podnet-cni-native", 0, false);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                // The work is a few system calls: its end is near, and what it did must be known.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return work.result();
    }

    @Override
    @SuppressWarnings("CatchingUnchecked") // everything that the task throws is thrown again by result()
    public void run() {
        try {
            result = task.call();
        } catch (Throwable e) {
            failure = e;
        }
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // X is all that is left; and T is nullable if the task's result is
    private T result() throws X {
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
