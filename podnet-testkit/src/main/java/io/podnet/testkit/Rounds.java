// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit;

import org.apiguardian.api.API;

/**
 * How often a loop in a test goes round. Loops that look for rare races take as long as one lets them: every run takes a
 * tenth of the rounds, a long run all.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Rounds {
    /** Names the system property that holds the part of the rounds to take, 0.1 by default. */
    public static final String PROPERTY = "podnet.test.rounds";

    private Rounds() {}

    /**
     * Cuts rounds down to what this run is for.
     *
     * @param whole how many rounds are worth while
     * @return how many to take; one at least
     */
    public static int of(int whole) {
        double part = Double.parseDouble(System.getProperty(PROPERTY, "0.1"));
        return (int) Math.max(1, Math.round(whole * part));
    }
}
