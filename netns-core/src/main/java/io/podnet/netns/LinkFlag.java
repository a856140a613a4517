// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import java.util.EnumSet;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * A property that an interface has or has not, as {@code IFF_*} of linux/if.h; named as {@code ip link} names them.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum LinkFlag {
    /** Switched on by an administrator. */
    UP(0),
    /** Has a broadcast address. */
    BROADCAST(1),
    /** Debugging is on. */
    DEBUG(2),
    /** Is a loopback interface. */
    LOOPBACK(3),
    /** Leads to one peer only. */
    POINTOPOINT(4),
    /** Avoids trailers; no longer used. */
    NOTRAILERS(5),
    /** Is operational (RFC 2863); {@code ip link} prints NO-CARRIER for an interface that is UP without this. */
    RUNNING(6),
    /** Has no address resolution. */
    NOARP(7),
    /** Takes in all packets, asked for by an administrator. */
    PROMISC(8),
    /** Takes in all multicast packets. */
    ALLMULTI(9),
    /** Is a master of load balancing. */
    MASTER(10),
    /** Is a slave of load balancing. */
    SLAVE(11),
    /** Supports multicast. */
    MULTICAST(12),
    /** Can choose its medium. */
    PORTSEL(13),
    /** Chooses its medium by itself. */
    AUTOMEDIA(14),
    /** Loses its addresses when it goes down. */
    DYNAMIC(15),
    /** The layer below is up. */
    LOWER_UP(16),
    /** Waits for an event, such as authentication. */
    DORMANT(17),
    /** Echoes what it sends. */
    ECHO(18);

    private final int mask;

    LinkFlag(int bit) {
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
    public static Set<LinkFlag> fromMask(int mask) {
        EnumSet<LinkFlag> flags = EnumSet.noneOf(LinkFlag.class);
        for (LinkFlag flag : values()) {
            if ((mask & flag.mask) != 0) {
                flags.add(flag);
            }
        }
        return flags;
    }
}
