// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * How macvlan links on the same lower link reach each other, as {@code MACVLAN_MODE_*} of linux/if_link.h.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum MacvlanMode {
    /** Not at all. */
    PRIVATE(1),
    /** By way of an outside bridge that sends packets back where they came from. */
    VEPA(2),
    /** Directly. */
    BRIDGE(4),
    /** There is one only, and it takes the lower link over. */
    PASSTHRU(8);

    private final int number;

    MacvlanMode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** Finds a mode; there are more than these, which podnet does not make. */
    static Optional<MacvlanMode> fromNumber(int number) {
        for (MacvlanMode mode : values()) {
            if (mode.number == number) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }
}
