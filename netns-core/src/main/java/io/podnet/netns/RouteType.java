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
    UNSPEC,
    /** Sent to a gateway or straight to its destination. */
    UNICAST,
    /** Taken in by this host. */
    LOCAL,
    /** Taken in as a broadcast, sent as one. */
    BROADCAST,
    /** Taken in as a broadcast, sent as a unicast. */
    ANYCAST,
    /** Sent to a multicast group. */
    MULTICAST,
    /** Dropped without a word. */
    BLACKHOLE,
    /** Refused as unreachable. */
    UNREACHABLE,
    /** Refused as prohibited. */
    PROHIBIT,
    /** Looked up in another table. */
    THROW,
    /** Translated; no longer used. */
    NAT,
    /** Resolved by somebody else; no longer used. */
    XRESOLVE;

    private static final RouteType[] BY_NUMBER = values();

    /**
     * Reads the kernel's number.
     *
     * @param number {@code RTN_*}
     * @return the type; {@link #UNSPEC} for numbers that are not known
     */
    public static RouteType fromNumber(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : UNSPEC;
    }
}
