// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import io.podnet.netns.NetnsTask;
import io.podnet.netns.linux.Descriptor;
import io.podnet.netns.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/** Does work on a fresh thread that enters a namespace, works and dies: it cannot be lost in there. */
final class Inside<T extends @Nullable Object, X extends Exception> implements Runnable {
    private final Descriptor namespace;
    private final NetnsTask<T, X> task;
    private @Nullable T result;
    private @Nullable Throwable failure;

    private Inside(Descriptor namespace, NetnsTask<T, X> task) {
        this.namespace = namespace;
        this.task = task;
    }

    static <T extends @Nullable Object, X extends Exception> T call(Descriptor namespace, NetnsTask<T, X> task)
            throws X {
        Inside<T, X> work = new Inside<>(namespace, task);
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
            Syscalls.setns(namespace, Syscalls.CLONE_NEWNET);
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
