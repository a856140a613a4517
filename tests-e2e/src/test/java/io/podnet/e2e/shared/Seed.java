// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.shared;

/** What a test that chooses at random begins with: another number each time, unless {@code -Dpodnet.test.seed} gives one. */
public final class Seed {
    private static final String PROPERTY = "podnet.test.seed";

    private Seed() {}

    /** Takes one, and prints it as the option that repeats the test. */
    public static long take() {
        long seed = Long.getLong(PROPERTY, System.nanoTime());
        System.out.println("-D" + PROPERTY + "=" + seed);
        return seed;
    }
}
