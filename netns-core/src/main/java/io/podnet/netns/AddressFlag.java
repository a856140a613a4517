// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import java.util.EnumSet;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * A property of an address, as {@code IFA_F_*} of linux/if_addr.h.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum AddressFlag {
    /** Another IPv4 address of the same network came first; for IPv6, a temporary address. */
    SECONDARY(0),
    /** Used without duplicate address detection (IPv6). */
    NODAD(1),
    /** Used while duplicate address detection goes on (RFC 4429). */
    OPTIMISTIC(2),
    /** Found to be used by somebody else. */
    DADFAILED(3),
    /** A mobile node's home address (RFC 6275). */
    HOMEADDRESS(4),
    /** Not to be used for new connections. */
    DEPRECATED(5),
    /** Not usable yet: duplicate address detection goes on. */
    TENTATIVE(6),
    /** Has no lifetime. */
    PERMANENT(7),
    /** The kernel makes temporary addresses from it. */
    MANAGETEMPADDR(8),
    /** No route was made for its network. */
    NOPREFIXROUTE(9),
    /** Joins its multicast group. */
    MCAUTOJOIN(10),
    /** Made as RFC 7217 says. */
    STABLE_PRIVACY(11);

    private final int mask;

    AddressFlag(int bit) {
        this.mask = 1 << bit;
    }

    /**
     * Gives the kernel's bit.
     *
     * @return a number with one bit set
     */
    public int mask() {
        return mask;
    }

    /**
     * Reads a bit mask of the kernel.
     *
     * @param mask any number; bits that no flag stands for are left out
     * @return the flags that are set, the caller's own set
     */
    public static Set<AddressFlag> fromMask(int mask) {
        EnumSet<AddressFlag> flags = EnumSet.noneOf(AddressFlag.class);
        for (AddressFlag flag : values()) {
            if ((mask & flag.mask) != 0) {
                flags.add(flag);
            }
        }
        return flags;
    }
}
