// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit.internal.capture;

import io.podnet.junit.HostsException;

/** Where a capture gets its packets from. */
interface PacketSource {
    /**
     * Ends it; a second time does nothing.
     *
     * @throws HostsException if it has failed, or could not start
     */
    void stop();
}
