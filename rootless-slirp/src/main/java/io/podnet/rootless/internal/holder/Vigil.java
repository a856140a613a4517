// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import io.podnet.rootless.internal.holder.SavedState.Phase;
import java.util.Optional;

/**
 * Notices what breaks in a rootless namespace, by looks so cheap that they can be frequent: a file per process in
 * {@code /proc}. The JDK has an event for the end of a process ({@link ProcessHandle#onExit}), but for one that is not its
 * child it only looks too, every 0.3 seconds at first and then ever more seldom; the stack is often another JVM's child.
 *
 * <p><b>Threads</b>: any.
 */
final class Vigil {
    private final Glance record;

    Vigil(Glance record) {
        this.record = record;
    }

    /** Tells whether a process has ended that should run. */
    boolean seesDeath() {
        Optional<SavedState> up = up();
        return up.isPresent()
                && (!up.get().isUp()
                        || up.get().helpers.values().stream()
                                .anyMatch(helper -> !helper.process().isAlive())
                        || up.get().stacks.values().stream().anyMatch(stack -> !stack.isAlive()));
    }

    /** Tells whether a stack runs and is cut off. */
    boolean seesBreakage() {
        Optional<SavedState> up = up();
        return up.isPresent() && up.get().stacks.values().stream().anyMatch(stack -> !StackKeeper.isHealthy(stack));
    }

    private Optional<SavedState> up() {
        return record.state().filter(each -> each.phase == Phase.UP);
    }
}
