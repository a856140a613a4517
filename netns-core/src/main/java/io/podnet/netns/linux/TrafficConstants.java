// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

/** Numbers of linux/rtnetlink.h, linux/pkt_sched.h, linux/pkt_cls.h and linux/tc_act/tc_mirred.h for traffic control. */
final class TrafficConstants {
    static final int RTM_NEWQDISC = 36;
    static final int RTM_DELQDISC = 37;
    static final int RTM_GETQDISC = 38;
    static final int RTM_NEWTFILTER = 44;
    static final int RTM_GETTFILTER = 46;

    static final int TCA_KIND = 1;
    static final int TCA_OPTIONS = 2;

    /** The whole link: TC_H_ROOT. */
    static final int ROOT = 0xffffffff;

    /** Where what the link receives goes first: TC_H_INGRESS. */
    static final int INGRESS = 0xfffffff1;

    /** The number that the ingress qdisc always has: ffff:0. */
    static final int INGRESS_HANDLE = 0xffff0000;

    static final int TCA_TBF_PARMS = 1;
    static final int TCA_TBF_RATE64 = 4;

    static final int TCA_U32_CLASSID = 1;
    static final int TCA_U32_SEL = 5;
    static final int TCA_U32_ACT = 7;
    static final int TC_U32_TERMINAL = 1;

    static final int TCA_ACT_KIND = 1;
    static final int TCA_ACT_OPTIONS = 2;
    static final int TCA_MIRRED_PARMS = 2;
    static final int TC_ACT_STOLEN = 4;
    static final int TCA_EGRESS_REDIR = 1;

    static final int ETH_P_ALL = 0x0003;

    /** sizeof(struct tcmsg): family, pads, link, handle, parent, info. */
    static final int TCMSG_BYTES = 20;

    /** sizeof(struct tc_tbf_qopt): two struct tc_ratespec of 12 bytes each, limit, buffer, mtu. */
    static final int TBF_BYTES = 36;

    private TrafficConstants() {}
}
