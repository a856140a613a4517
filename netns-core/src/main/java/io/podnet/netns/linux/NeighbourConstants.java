// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

/** Numbers of linux/neighbour.h, and those of linux/rtnetlink.h for neighbours. */
final class NeighbourConstants {
    static final int RTM_NEWNEIGH = 28;
    static final int RTM_DELNEIGH = 29;
    static final int RTM_GETNEIGH = 30;

    static final int NDA_DST = 1;
    static final int NDA_LLADDR = 2;
    static final int NDA_IFINDEX = 8;

    static final int NUD_NOARP = 0x40;
    static final int NUD_PERMANENT = 0x80;

    static final int NTF_SELF = 0x02;
    static final int NTF_MASTER = 0x04;

    /** sizeof(struct ndmsg): family, pads, link, state, flags, type. */
    static final int NDMSG_BYTES = 12;

    private NeighbourConstants() {}
}
