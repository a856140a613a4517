// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import org.apiguardian.api.API;

/**
 * What happens to a packet that takes a route, as {@code RTN_*} of linux/rtnetlink.h.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum RouteType {
    /** A type that is not known. */
    UNSPEC(0),
    /** Sent to a gateway or straight to its destination. */
    UNICAST(1),
    /** Taken in by this host. */
    LOCAL(2),
    /** Taken in as a broadcast, sent as one. */
    BROADCAST(3),
    /** Taken in as a broadcast, sent as a unicast. */
    ANYCAST(4),
    /** Sent to a multicast group. */
    MULTICAST(5),
    /** Dropped without a word. */
    BLACKHOLE(6),
    /** Refused as unreachable. */
    UNREACHABLE(7),
    /** Refused as prohibited. */
    PROHIBIT(8),
    /** Looked up in another table. */
    THROW(9),
    /** Translated; no longer used. */
    NAT(10),
    /** Resolved by somebody else; no longer used. */
    XRESOLVE(11);

    private final int number;

    RouteType(int number) {
        this.number = number;
    }

    /**
     * Gives the kernel's number.
     *
     * @return {@code RTN_*}
     */
    public int number() {
        return number;
    }

    /**
     * Reads the kernel's number.
     *
     * @param number {@code RTN_*}
     * @return the type; {@link #UNSPEC} for numbers that are not known
     */
    public static RouteType fromNumber(int number) {
        for (RouteType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        return UNSPEC;
    }
}
