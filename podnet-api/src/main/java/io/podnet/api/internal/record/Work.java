// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.record;

import io.podnet.base.ProcessIdentity;
import java.util.Locale;
import java.util.Optional;

/**
 * A change of a pod that has begun: while its process lives it may be going on, after that it was cut off.
 *
 * @param kind what is being done
 * @param by the process that does it; empty if it failed half-way and waits to be finished
 */
public record Work(Kind kind, Optional<ProcessIdentity> by) {
    /** What can be done to a pod beyond its record. */
    public enum Kind {
        /** The namespace and the attachments are being made. */
        START,
        /** They are being removed. */
        STOP,
        /** One attachment is being made. */
        CONNECT,
        /** One attachment is being removed. */
        DISCONNECT,
        /** All attachments are being made anew. */
        RELOAD;

        /**
         * Tells whether it concerns all that the pod has.
         *
         * @return false if the pod runs before, during and after it
         */
        public boolean isWhole() {
            return this == START || this == STOP;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Starts a change in this process.
     *
     * @param kind what is being done
     * @return the work
     */
    public static Work here(Kind kind) {
        return new Work(kind, Optional.of(ProcessIdentity.current()));
    }

    /**
     * Tells whether nobody works on it any more.
     *
     * @return true if it is to be finished or undone
     */
    public boolean isCutOff() {
        return by.isEmpty() || !by.get().isAlive();
    }
}
