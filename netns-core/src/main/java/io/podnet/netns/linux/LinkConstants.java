// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

/** Numbers of linux/if_link.h, linux/veth.h and linux/net_namespace.h, and those of linux/rtnetlink.h for links. */
final class LinkConstants {
    static final int RTM_NEWLINK = 16;
    static final int RTM_DELLINK = 17;
    static final int RTM_GETLINK = 18;
    static final int RTM_SETLINK = 19;
    static final int RTM_NEWNSID = 88;
    static final int RTM_GETNSID = 90;

    static final int IFLA_ADDRESS = 1;
    static final int IFLA_IFNAME = 3;
    static final int IFLA_MTU = 4;
    static final int IFLA_LINK = 5;
    static final int IFLA_MASTER = 10;
    static final int IFLA_PROTINFO = 12;
    static final int IFLA_TXQLEN = 13;
    static final int IFLA_OPERSTATE = 16;
    static final int IFLA_LINKINFO = 18;
    static final int IFLA_IFALIAS = 20;
    static final int IFLA_STATS64 = 23;
    static final int IFLA_AF_SPEC = 26;
    static final int IFLA_NET_NS_FD = 28;
    static final int IFLA_EXT_MASK = 29;
    static final int IFLA_PROMISCUITY = 30;
    static final int IFLA_LINK_NETNSID = 37;
    static final int IFLA_TARGET_NETNSID = 46;

    static final int RTEXT_FILTER_SKIP_STATS = 1 << 3;

    static final int IFLA_INFO_KIND = 1;
    static final int IFLA_INFO_DATA = 2;
    static final int IFLA_INFO_SLAVE_KIND = 4;
    static final int IFLA_INFO_SLAVE_DATA = 5;

    static final int VETH_INFO_PEER = 1;

    static final int IFLA_MACVLAN_MODE = 1;

    static final int IFLA_BRPORT_MODE = 4;

    static final int IFLA_INET_CONF = 1;

    /** linux/ip.h. */
    static final int IPV4_DEVCONF_ARP_NOTIFY = 22;

    static final int NETNSA_NSID = 1;
    static final int NETNSA_FD = 3;

    /** sizeof(struct ifinfomsg): family, pad, type, index, flags, change. */
    static final int IFINFOMSG_BYTES = 16;

    private LinkConstants() {}
}
