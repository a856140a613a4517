// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.exec;

import io.podnet.base.ProcessIdentity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Ends a plugin with all that it started, delegates too; a daemon that left the tree is meant to stay. */
final class ProcessTree {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private ProcessTree() {}

    // Parents first, so that they cannot start more. What they started after the listing is found by the next one, as
    // long as one process between it and the root was alive then.
    static void kill(ProcessHandle root) {
        Set<ProcessHandle> tree = new LinkedHashSet<>();
        tree.add(root);
        long giveUp = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            List<ProcessHandle> running = new ArrayList<>();
            for (ProcessHandle each : List.copyOf(tree)) {
                each.descendants().forEach(tree::add);
            }
            for (ProcessHandle each : tree) {
                if (runs(each)) {
                    each.destroyForcibly();
                    running.add(each);
                }
            }
            if (running.isEmpty() || System.nanoTime() - giveUp > 0) {
                return;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    // A zombie waits for its parent, who may never come; to the JDK it is alive.
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && ProcessIdentity.of(process.pid()).isPresent();
    }
}
