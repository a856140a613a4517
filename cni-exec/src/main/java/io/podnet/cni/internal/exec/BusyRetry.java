// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.exec;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Retries while the executable is being written: execve fails with ETXTBSY then, and the plugin has not run. */
final class BusyRetry {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long MAX_PAUSE_MILLIS = 250;

    private final long giveUp;
    private long pauseMillis = 5;

    BusyRetry(long deadline) {
        long patience = System.nanoTime() + PATIENCE_NANOS;
        this.giveUp = deadline - patience < 0 ? deadline : patience;
    }

    /** Waits a little, and tells whether to try again. */
    boolean again(IOException failure) {
        boolean busy = ExecFailure.of(failure)
                .filter(each -> each.errno() == ExecFailure.TEXT_FILE_BUSY)
                .isPresent();
        if (!busy || System.nanoTime() - giveUp >= 0) {
            return false;
        }
        try {
            Thread.sleep(pauseMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        pauseMillis = Math.min(2 * pauseMillis, MAX_PAUSE_MILLIS);
        return true;
    }
}
