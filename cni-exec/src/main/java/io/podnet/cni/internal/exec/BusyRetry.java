package io.podnet.cni.internal.exec;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Retries while the executable is being written: execve fails with ETXTBSY then, and the plugin has not run. The number is
 * in the text only: {@code error=26, Text file busy} in JDK 17, {@code Exec failed, error: 26 (Text file busy)} in JDK 25.
 */
final class BusyRetry {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long MAX_PAUSE_MILLIS = 250;

    private static final Pattern BUSY = Pattern.compile("\\berror(=|: )26\\b");

    private final long giveUp;
    private long pauseMillis = 5;

    BusyRetry(long deadline) {
        long patience = System.nanoTime() + PATIENCE_NANOS;
        this.giveUp = deadline - patience < 0 ? deadline : patience;
    }

    /** Waits a little, and tells whether to try again. */
    boolean again(IOException failure) {
        if (!BUSY.matcher(String.valueOf(failure.getMessage())).find() || System.nanoTime() - giveUp >= 0) {
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
