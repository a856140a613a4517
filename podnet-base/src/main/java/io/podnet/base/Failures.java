// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Collects failures of work that goes on to its end, such as a teardown: the first is thrown, the others are suppressed
 * in it.
 *
 * <p><b>Threads</b>: used by one thread.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Failures {
    private @Nullable RuntimeException first;

    /** Creates an empty collection. */
    public Failures() {}

    /**
     * Does one part of the work and keeps its failure.
     *
     * @param part the part
     * @return true if it went well
     */
    public boolean attempt(Runnable part) {
        try {
            part.run();
            return true;
        } catch (RuntimeException e) {
            add(e);
            return false;
        }
    }

    /**
     * Keeps a failure.
     *
     * @param failure the failure
     */
    public void add(RuntimeException failure) {
        if (first == null) {
            first = failure;
        } else if (first != failure) {
            first.addSuppressed(failure);
        }
    }

    /**
     * Tells whether nothing failed.
     *
     * @return true if nothing did
     */
    public boolean isEmpty() {
        return first == null;
    }

    /** Throws the first failure, with all others suppressed in it; does nothing if there is none. */
    public void throwIfAny() {
        if (first != null) {
            throw first;
        }
    }
}
