// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import io.podnet.base.InvalidValueException;
import org.apiguardian.api.API;

/**
 * How far an address is valid, or how far a route's destination is: {@code rt_scope_t} of linux/rtnetlink.h.
 *
 * @param value the kernel's number, 0 to 255; the larger, the nearer
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record RouteScope(int value) {
    /** Everywhere; a route through a gateway. */
    public static final RouteScope GLOBAL = new RouteScope(0);

    /** Within the site; IPv6 only. */
    public static final RouteScope SITE = new RouteScope(200);

    /** On the attached network. */
    public static final RouteScope LINK = new RouteScope(253);

    /** On this host only. */
    public static final RouteScope HOST = new RouteScope(254);

    /** Nowhere: a destination that does not exist. */
    public static final RouteScope NOWHERE = new RouteScope(255);

    /**
     * Checks the number.
     *
     * @param value the kernel's number, 0 to 255
     * @throws InvalidValueException if it does not fit a byte
     */
    public RouteScope {
        if (value < 0 || value > 255) {
            throw new InvalidValueException("route scope", value, "must be 0 to 255");
        }
    }

    /**
     * Prints the name that {@code ip} uses, or the number.
     *
     * @return such as {@code global}
     */
    @Override
    public String toString() {
        return switch (value) {
            case 0 -> "global";
            case 200 -> "site";
            case 253 -> "link";
            case 254 -> "host";
            case 255 -> "nowhere";
            default -> Integer.toString(value);
        };
    }
}
