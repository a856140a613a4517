package io.podnet.junit.internal.net;

/**
 * A way through the switch.
 *
 * @param from the port where packets come in
 * @param to the port where they would go out
 */
record Way(int from, int to) {}
