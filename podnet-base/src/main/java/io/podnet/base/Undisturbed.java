// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Does work that has to go to its end although the calling thread may be interrupted at any moment: on a thread of its
 * own, which nobody interrupts.
 *
 * <p><b>Threads</b>: any; the new one is in the namespaces of the calling one.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Undisturbed {
    private Undisturbed() {}

    /**
     * Does the work and waits for its end. An interrupt meanwhile is there again afterwards.
     *
     * @param work the work; locks that the caller holds are held for it
     * @param <T> what it gives
     * @return what it gave
     */
    public static <T> T call(Supplier<T> work) {
        AtomicReference<@Nullable T> result = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread worker = new Thread(
                () -> {
                    try {
                        result.set(work.get());
                    } catch (RuntimeException | Error e) {
                        failure.set(e);
                    }
                },
                "podnet-undisturbed");
        worker.start();
        boolean interrupted = false;
        while (true) {
            try {
                worker.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Throwable thrown = failure.get();
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        T value = result.get();
        if (value == null) {
            throw new IllegalStateException("the work gave nothing");
        }
        return value;
    }
}
