// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.spi;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Whether a port forwarding handler can serve a port, and how well.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface Coverage {
    /**
     * The handler can serve the port.
     *
     * @param keepsSource whether the pod sees the address of a client outside of this host
     * @param warning who cannot reach the port all the same; empty if everybody can
     */
    record Served(boolean keepsSource, Optional<String> warning) implements Coverage {}

    /**
     * The handler cannot serve the port.
     *
     * @param reason why, and what to do about it
     */
    record Refused(String reason) implements Coverage {}
}
