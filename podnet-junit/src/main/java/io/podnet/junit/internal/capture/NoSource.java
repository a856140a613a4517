// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit.internal.capture;

/**
 * Stands for a capture that cannot be made: a test can do without, until somebody wants to read it.
 *
 * @param reason why not, and what would help
 */
record NoSource(String reason) implements PacketSource {
    @Override
    public void stop() {}
}
