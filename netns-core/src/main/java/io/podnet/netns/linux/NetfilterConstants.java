// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

/** Numbers of linux/netfilter/nfnetlink.h, nf_tables.h and nfnetlink_conntrack.h. */
final class NetfilterConstants {
    static final int NETLINK_NETFILTER = 12;

    /** sizeof(struct nfgenmsg): family, version, resource. */
    static final int NFGENMSG_BYTES = 4;

    // A message's type is its subsystem's number, then its own.
    private static final int NFNL_SUBSYS_CTNETLINK = 1 << 8;
    private static final int NFNL_SUBSYS_NFTABLES = 10 << 8;

    static final int NFT_MSG_NEWCHAIN = NFNL_SUBSYS_NFTABLES | 3;
    static final int NFT_MSG_GETCHAIN = NFNL_SUBSYS_NFTABLES | 4;
    static final int NFT_MSG_NEWRULE = NFNL_SUBSYS_NFTABLES | 6;
    static final int NFT_MSG_GETRULE = NFNL_SUBSYS_NFTABLES | 7;
    static final int NFT_MSG_NEWSETELEM = NFNL_SUBSYS_NFTABLES | 12;
    static final int NFT_MSG_GETSETELEM = NFNL_SUBSYS_NFTABLES | 13;

    static final int NFT_MSG_DELSETELEM = NFNL_SUBSYS_NFTABLES | 14;
    static final int NFT_MSG_NEWGEN = NFNL_SUBSYS_NFTABLES | 15;
    static final int NFT_MSG_GETGEN = NFNL_SUBSYS_NFTABLES | 16;

    static final int NFNL_MSG_BATCH_BEGIN = 0x10;
    static final int NFNL_MSG_BATCH_END = 0x11;
    static final int NFNL_BATCH_GENID = 1;

    /** What a batch names in struct nfgenmsg, in network byte order. */
    static final int NFTABLES_RESOURCE = NFNL_SUBSYS_NFTABLES >> 8;

    static final int NFTA_GEN_ID = 1;

    static final int NFTA_LIST_ELEM = 1;

    static final int NFTA_CHAIN_TABLE = 1;
    static final int NFTA_CHAIN_NAME = 3;
    static final int NFTA_CHAIN_POLICY = 5;
    static final int NF_DROP = 0;

    static final int NFTA_RULE_TABLE = 1;
    static final int NFTA_RULE_CHAIN = 2;
    static final int NFTA_RULE_HANDLE = 3;
    static final int NFTA_RULE_EXPRESSIONS = 4;

    static final int NFTA_EXPR_NAME = 1;
    static final int NFTA_EXPR_DATA = 2;
    static final int NFTA_CMP_DATA = 3;
    static final int NFTA_IMMEDIATE_DATA = 2;
    static final int NFTA_DATA_VALUE = 1;
    static final int NFTA_DATA_VERDICT = 2;
    static final int NFTA_VERDICT_CHAIN = 2;

    static final int NFTA_SET_ELEM_LIST_TABLE = 1;
    static final int NFTA_SET_ELEM_LIST_SET = 2;
    static final int NFTA_SET_ELEM_LIST_ELEMENTS = 3;
    static final int NFTA_SET_ELEM_KEY = 1;
    static final int NFTA_SET_ELEM_DATA = 2;
    static final int NFTA_SET_ELEM_USERDATA = 6;

    /** libnftnl/udata.h: type, length, then text with its terminating zero. */
    static final int NFTNL_UDATA_SET_ELEM_COMMENT = 0;

    static final int IPCTNL_MSG_CT_NEW = NFNL_SUBSYS_CTNETLINK;
    static final int IPCTNL_MSG_CT_GET = NFNL_SUBSYS_CTNETLINK | 1;
    static final int IPCTNL_MSG_CT_DELETE = NFNL_SUBSYS_CTNETLINK | 2;

    static final int CTA_TUPLE_ORIG = 1;
    static final int CTA_TUPLE_REPLY = 2;
    static final int CTA_ID = 12;
    static final int CTA_ZONE = 18;
    static final int CTA_FILTER = 25;
    static final int CTA_TUPLE_IP = 1;
    static final int CTA_TUPLE_PROTO = 2;
    static final int CTA_IP_V4_SRC = 1;
    static final int CTA_IP_V4_DST = 2;
    static final int CTA_IP_V6_SRC = 3;
    static final int CTA_IP_V6_DST = 4;
    static final int CTA_PROTO_NUM = 1;
    static final int CTA_PROTO_SRC_PORT = 2;
    static final int CTA_PROTO_DST_PORT = 3;
    static final int CTA_FILTER_ORIG_FLAGS = 1;
    static final int CTA_FILTER_REPLY_FLAGS = 2;

    /** net/netfilter/nf_internals.h: compare the number of the protocol. */
    static final int CTA_FILTER_PROTO_NUM = 1 << 3;

    private NetfilterConstants() {}
}
