// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a record again and again, and reads it only when it has changed: others may write it at any time, and many pods
 * ask for what stands there. What it gives is not to be changed.
 *
 * <p><b>Threads</b>: any.
 */
final class Glance {
    private final StateFile file;
    private @Nullable Object version;
    private Optional<SavedState> state = Optional.empty();

    Glance(StateFile file) {
        this.file = file;
    }

    synchronized Optional<SavedState> state() {
        // The version first: what is written in between is read once more then, and not missed.
        Object now = file.version();
        if (now == null || !now.equals(version)) {
            state = file.load();
            version = now;
        }
        return state;
    }
}
