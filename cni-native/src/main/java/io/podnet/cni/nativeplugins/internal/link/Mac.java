// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.link;

import io.podnet.base.InvalidValueException;
import io.podnet.base.MacAddress;
import io.podnet.cni.nativeplugins.internal.Faults;
import java.util.Optional;

/** Reads Ethernet addresses that somebody asks for. */
public final class Mac {
    private Mac() {}

    /**
     * Reads the last one that is said.
     *
     * @param texts texts, each of which may be empty
     * @return the address, if there is one
     */
    public static Optional<MacAddress> lastOf(String... texts) {
        String last = "";
        for (String text : texts) {
            last = text.isEmpty() ? last : text;
        }
        try {
            return last.isEmpty() ? Optional.empty() : Optional.of(MacAddress.parse(last));
        } catch (InvalidValueException e) {
            throw Faults.config("failed to parse MAC address: " + e.getMessage());
        }
    }
}
