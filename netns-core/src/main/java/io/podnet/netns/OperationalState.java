// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import org.apiguardian.api.API;

/**
 * Whether an interface can carry packets, as RFC 2863 and {@code IF_OPER_*} of linux/if.h say it.
 *
 * <p>{@code lo} and devices whose driver does not report a state stay {@link #UNKNOWN} and work all the same.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum OperationalState {
    /** The driver does not say. */
    UNKNOWN,
    /** The device is missing. */
    NOT_PRESENT,
    /** Cannot carry packets. */
    DOWN,
    /** Cannot carry packets because the interface below, or the veth's other end, is down. */
    LOWER_LAYER_DOWN,
    /** In a test mode. */
    TESTING,
    /** Waits for an event, such as authentication. */
    DORMANT,
    /** Carries packets. */
    UP;

    private static final OperationalState[] BY_NUMBER = values();

    /**
     * Reads the kernel's number.
     *
     * @param number {@code IF_OPER_*}
     * @return the state; {@link #UNKNOWN} for numbers that are not known
     */
    public static OperationalState fromNumber(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : UNKNOWN;
    }
}
