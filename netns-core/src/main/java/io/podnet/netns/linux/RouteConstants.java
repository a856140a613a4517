// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

/** Numbers of linux/rtnetlink.h for routes, and of linux/if_addr.h for addresses. */
final class RouteConstants {
    static final int RTM_NEWADDR = 20;
    static final int RTM_DELADDR = 21;
    static final int RTM_GETADDR = 22;
    static final int RTM_NEWROUTE = 24;
    static final int RTM_DELROUTE = 25;
    static final int RTM_GETROUTE = 26;

    static final int IFA_ADDRESS = 1;
    static final int IFA_LOCAL = 2;
    static final int IFA_BROADCAST = 4;
    static final int IFA_FLAGS = 8;

    static final int RTA_DST = 1;
    static final int RTA_OIF = 4;
    static final int RTA_GATEWAY = 5;
    static final int RTA_PRIORITY = 6;
    static final int RTA_PREFSRC = 7;
    static final int RTA_METRICS = 8;
    static final int RTA_MULTIPATH = 9;
    static final int RTA_TABLE = 15;
    static final int RTA_VIA = 18;

    static final int RTAX_MTU = 2;
    static final int RTAX_ADVMSS = 8;

    static final int RT_TABLE_UNSPEC = 0;
    static final int RTNH_F_ONLINK = 4;
    static final int RTM_F_CLONED = 0x200;

    /** sizeof(struct ifaddrmsg): family, prefix length, flags, scope, index. */
    static final int IFADDRMSG_BYTES = 8;

    /** sizeof(struct rtmsg): family, two lengths, tos, table, protocol, scope, type, flags. */
    static final int RTMSG_BYTES = 12;

    /** sizeof(struct rtnexthop): length, flags, hops, index. */
    static final int RTNEXTHOP_BYTES = 8;

    /** Tell the table that the route is in. */
    static final int RTM_F_LOOKUP_TABLE = 0x1000;

    /** Ask for the route itself instead of what it comes down to for one packet. */
    static final int RTM_F_FIB_MATCH = 0x2000;

    private RouteConstants() {}
}
