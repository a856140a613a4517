// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit.internal.net;

/** What is said once about processes. */
final class Processes {
    private Processes() {}

    /** Waits for one that is about to end; an interruption is kept for later. */
    static void awaitEnd(Process process) {
        boolean interrupted = false;
        while (true) {
            try {
                process.waitFor();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
