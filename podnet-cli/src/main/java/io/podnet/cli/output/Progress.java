// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli.output;

import java.io.PrintWriter;
import java.time.Duration;

/**
 * A line on a terminal that says what takes so long. It comes after a second and goes away when this is closed; where
 * nobody looks, and where every step is told anyway, there is none.
 */
public final class Progress implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration STEP = Duration.ofMillis(200);
    private static final String SPINNER = "|/-\\";
    // ECMA-48: back to the first column, erase to the end of the line.
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter err;
    private final String what;
    private final Thread painter;
    private boolean shown;
    private boolean closed;

    private Progress(PrintWriter err, String what) {
        this.err = err;
        this.what = what;
        this.painter = new Thread(this::paint, "podnet-progress");
        painter.setDaemon(true);
    }

    /**
     * Starts to count the time.
     *
     * @param err what leads to standard error
     * @param what what is being done, such as {@code starting web}
     * @param told whether each step is told anyway
     * @return to be closed when it is done
     */
    public static Progress of(PrintWriter err, String what, boolean told) {
        Progress progress = new Progress(err, what);
        if (!told && Terminal.STDERR.isThere()) {
            progress.painter.start();
        }
        return progress;
    }

    private void paint() {
        long start = System.nanoTime();
        try {
            Thread.sleep(PATIENCE.toMillis());
            for (int i = 0; show(i, Duration.ofNanos(System.nanoTime() - start)); i++) {
                Thread.sleep(STEP.toMillis());
            }
        } catch (InterruptedException e) {
            // It is done.
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean show(int step, Duration since) {
        if (closed) {
            return false;
        }
        shown = true;
        err.print(CLEAR + SPINNER.charAt(step % SPINNER.length()) + " " + what + ", " + since.toSeconds() + " s");
        err.flush();
        return true;
    }

    @Override
    public synchronized void close() {
        closed = true;
        painter.interrupt();
        if (shown) {
            shown = false;
            err.print(CLEAR);
            err.flush();
        }
    }
}
