// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal;

import io.podnet.netns.linux.Descriptor;
import io.podnet.netns.linux.Syscalls;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs a task on a thread that enters a network namespace and ends there, so no other thread can be lost in it. */
public final class NamespaceThread {
    private NamespaceThread() {}

    /** Runs the task inside and waits for it; what it throws is thrown here. */
    public static <T> T call(Path namespace, Callable<T> task) throws Exception {
        FutureTask<T> future = new FutureTask<>(() -> {
            try (Descriptor file = Syscalls.open(namespace, Syscalls.O_RDONLY, 0)) {
                Syscalls.setns(file, Syscalls.CLONE_NEWNET);
            }
            return task.call();
        });
        Thread thread = new Thread(future, "in " + namespace);
        thread.start();
        thread.join(); // the result alone would not do: the thread must have left
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }
}
