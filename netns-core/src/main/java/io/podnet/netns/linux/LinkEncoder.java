// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.LinkConstants.IFLA_ADDRESS;
import static io.podnet.netns.linux.LinkConstants.IFLA_AF_SPEC;
import static io.podnet.netns.linux.LinkConstants.IFLA_BRPORT_MODE;
import static io.podnet.netns.linux.LinkConstants.IFLA_EXT_MASK;
import static io.podnet.netns.linux.LinkConstants.IFLA_IFALIAS;
import static io.podnet.netns.linux.LinkConstants.IFLA_IFNAME;
import static io.podnet.netns.linux.LinkConstants.IFLA_INET_CONF;
import static io.podnet.netns.linux.LinkConstants.IFLA_INFO_DATA;
import static io.podnet.netns.linux.LinkConstants.IFLA_INFO_KIND;
import static io.podnet.netns.linux.LinkConstants.IFLA_LINK;
import static io.podnet.netns.linux.LinkConstants.IFLA_LINKINFO;
import static io.podnet.netns.linux.LinkConstants.IFLA_MACVLAN_MODE;
import static io.podnet.netns.linux.LinkConstants.IFLA_MASTER;
import static io.podnet.netns.linux.LinkConstants.IFLA_MTU;
import static io.podnet.netns.linux.LinkConstants.IFLA_NET_NS_FD;
import static io.podnet.netns.linux.LinkConstants.IFLA_PROTINFO;
import static io.podnet.netns.linux.LinkConstants.IFLA_TXQLEN;
import static io.podnet.netns.linux.LinkConstants.IPV4_DEVCONF_ARP_NOTIFY;
import static io.podnet.netns.linux.LinkConstants.NETNSA_FD;
import static io.podnet.netns.linux.LinkConstants.NETNSA_NSID;
import static io.podnet.netns.linux.LinkConstants.RTEXT_FILTER_SKIP_STATS;
import static io.podnet.netns.linux.LinkConstants.VETH_INFO_PEER;
import static io.podnet.netns.linux.NetlinkConstants.AF_BRIDGE;
import static io.podnet.netns.linux.NetlinkConstants.AF_INET;
import static io.podnet.netns.linux.NetlinkConstants.AF_UNSPEC;
import static io.podnet.netns.linux.NetlinkConstants.NLA_F_NESTED;

import io.podnet.netns.LinkName;
import java.nio.charset.StandardCharsets;

/** Writes the bodies of RTM_*LINK requests: {@code struct ifinfomsg} of linux/rtnetlink.h and IFLA_* attributes. */
final class LinkEncoder {
    private LinkEncoder() {}

    /** All links, or those of one bridge; index 0 stands for all. */
    static void dump(MessageWriter writer, int master) {
        header(writer, AF_UNSPEC, 0, 0, 0);
        writer.s32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
        if (master != 0) {
            writer.s32(IFLA_MASTER, master);
        }
    }

    /** All links with their statistics. */
    static void dumpStatistics(MessageWriter writer) {
        header(writer, AF_UNSPEC, 0, 0, 0);
    }

    static void one(MessageWriter writer, int index) {
        header(writer, AF_UNSPEC, index, 0, 0);
    }

    static void one(MessageWriter writer, LinkName name) {
        header(writer, AF_UNSPEC, 0, 0, 0);
        writer.string(IFLA_IFNAME, name.value());
    }

    static void settings(MessageWriter writer, int index, LinkSettings settings) {
        header(writer, AF_UNSPEC, index, settings.flags(), settings.changedFlags());
        attributes(writer, settings);
    }

    static void kind(MessageWriter writer, String kind) {
        kind(writer, kind, () -> {});
    }

    static void veth(MessageWriter writer, LinkSettings peer) {
        kind(writer, "veth", () -> writer.nested(VETH_INFO_PEER, () -> settings(writer, 0, peer)));
    }

    static void macvlan(MessageWriter writer, int lower, MacvlanMode mode) {
        writer.s32(IFLA_LINK, lower);
        kind(writer, "macvlan", () -> writer.s32(IFLA_MACVLAN_MODE, mode.number()));
    }

    static void hairpin(MessageWriter writer, int index, boolean on) {
        header(writer, AF_BRIDGE, index, 0, 0);
        writer.nested(IFLA_PROTINFO | NLA_F_NESTED, () -> writer.u8(IFLA_BRPORT_MODE, on ? 1 : 0));
    }

    /** RTM_GETNSID: {@code struct rtgenmsg}, padded. */
    static void netnsId(MessageWriter writer, int fd) {
        writer.s32(AF_UNSPEC).s32(NETNSA_FD, fd);
    }

    /** RTM_NEWNSID: the same with the number. */
    static void netnsId(MessageWriter writer, int fd, int id) {
        netnsId(writer, fd);
        writer.s32(NETNSA_NSID, id);
    }

    private static void kind(MessageWriter writer, String kind, Runnable data) {
        writer.nested(IFLA_LINKINFO, () -> writer.string(IFLA_INFO_KIND, kind).nested(IFLA_INFO_DATA, data));
    }

    private static void header(MessageWriter writer, int family, int index, int flags, int changed) {
        writer.u8(family).u8(0).u16(0).s32(index).s32(flags).s32(changed);
    }

    private static void attributes(MessageWriter writer, LinkSettings settings) {
        if (settings.name != null) {
            writer.string(IFLA_IFNAME, settings.name.value());
        }
        if (settings.macAddress != null) {
            writer.bytes(IFLA_ADDRESS, settings.macAddress.toBytes());
        }
        if (settings.mtu != null) {
            writer.s32(IFLA_MTU, settings.mtu);
        }
        if (settings.txQueueLength != null) {
            writer.s32(IFLA_TXQLEN, settings.txQueueLength);
        }
        if (settings.master != null) {
            writer.s32(IFLA_MASTER, settings.master);
        }
        if (settings.alias != null) {
            // Without a terminating zero, which would become a part of it: dev_set_alias() takes the length.
            writer.bytes(IFLA_IFALIAS, settings.alias.getBytes(StandardCharsets.UTF_8));
        }
        if (settings.arpNotify != null) {
            int value = settings.arpNotify ? 1 : 0;
            writer.nested(
                    IFLA_AF_SPEC,
                    () -> writer.nested(
                            AF_INET,
                            () -> writer.nested(IFLA_INET_CONF, () -> writer.s32(IPV4_DEVCONF_ARP_NOTIFY, value))));
        }
        if (settings.netns != null) {
            writer.s32(IFLA_NET_NS_FD, settings.netns.number());
        }
    }
}
