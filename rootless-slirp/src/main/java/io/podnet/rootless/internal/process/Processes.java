// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.process;

import io.podnet.base.ProcessIdentity;
import io.podnet.rootless.RootlessException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Ends processes, and never one that merely got the process id of another. */
public final class Processes {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);
    private static final long POLL_NANOS = 1_000_000;

    private Processes() {}

    /** Ends a process: TERM, two seconds, KILL; does nothing if it has ended already. */
    public static void stop(ProcessIdentity process) {
        signal(process, false);
        if (!waitForEnd(process, PATIENCE)) {
            kill(process);
        }
    }

    /** Ends a process that has nothing to tidy up. */
    public static void kill(ProcessIdentity process) {
        signal(process, true);
        if (!waitForEnd(process, AFTER_KILL)) {
            throw new RootlessException("rootless-process-stays", "process " + process.pid() + " survived SIGKILL");
        }
    }

    private static void signal(ProcessIdentity process, boolean force) {
        // The handle remembers the start time of whoever has the id now, and the JDK compares it before it signals; so
        // when the identity still fits after the handle was made, nobody else can be hit.
        Optional<ProcessHandle> handle = ProcessHandle.of(process.pid());
        if (handle.isPresent() && process.isAlive()) {
            if (force) {
                handle.get().destroyForcibly();
            } else {
                handle.get().destroy();
            }
        }
    }

    private static boolean waitForEnd(ProcessIdentity process, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (process.isAlive()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }
}
