// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.link;

import io.podnet.base.InvalidValueException;
import io.podnet.base.MacAddress;
import io.podnet.cni.nativeplugins.internal.Faults;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Ethernet addresses that somebody asks for, or that nobody else has. */
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

    /**
     * Makes one up as the kernel does for a link: eth_random_addr() of etherdevice.h.
     *
     * @return an address of one interface, locally administered, that is as good as unique
     */
    public static MacAddress random() {
        byte[] bytes = new byte[6];
        ThreadLocalRandom.current().nextBytes(bytes);
        bytes[0] = (byte) ((bytes[0] & 0xfe) | 0x02);
        return MacAddress.of(bytes);
    }
}
