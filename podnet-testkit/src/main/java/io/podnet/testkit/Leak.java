// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit;

import java.util.Locale;
import org.apiguardian.api.API;

/**
 * One difference between a host before and after.
 *
 * @param facet where it is
 * @param change whether something came or went
 * @param what the thing, as one line for people
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Leak(Facet facet, Change change, String what) {
    /**
     * What happened to the thing.
     *
     * @since 0.1
     */
    public enum Change {
        /** It was not there before, and is now. */
        LEFT_BEHIND,
        /** It was there before, and is not now. */
        LOST
    }

    @Override
    public String toString() {
        String verb = change == Change.LEFT_BEHIND ? "left behind" : "lost";
        return verb + " in " + facet.name().toLowerCase(Locale.ROOT) + ": " + what;
    }
}
