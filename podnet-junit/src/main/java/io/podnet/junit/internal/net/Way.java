// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit.internal.net;

/**
 * A way through the switch.
 *
 * @param from the port where packets come in
 * @param to the port where they would go out
 */
record Way(int from, int to) implements Comparable<Way> {
    @Override
    public int compareTo(Way other) {
        return from != other.from ? Integer.compare(from, other.from) : Integer.compare(to, other.to);
    }
}
