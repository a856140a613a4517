// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import java.util.Locale;
import org.apiguardian.api.API;

/**
 * A transport protocol whose ports can be published.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Protocol {
    /** TCP. */
    TCP,
    /** UDP. */
    UDP,
    /** SCTP. */
    SCTP;

    /**
     * Reads a protocol's name in any case.
     *
     * @param text {@code tcp}, {@code udp} or {@code sctp}
     * @return the protocol
     * @throws InvalidValueException if it is another one
     */
    public static Protocol parse(String text) {
        for (Protocol each : values()) {
            if (each.name().equalsIgnoreCase(text)) {
                return each;
            }
        }
        throw new InvalidValueException("protocol", text, "want tcp, udp or sctp");
    }

    /**
     * Prints the name in lower case, as CNI and podman do.
     *
     * @return {@code tcp}, {@code udp} or {@code sctp}
     */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
