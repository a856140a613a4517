// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetlinkConstants.AF_UNSPEC;
import static io.podnet.netns.linux.TrafficConstants.ETH_P_ALL;
import static io.podnet.netns.linux.TrafficConstants.INGRESS;
import static io.podnet.netns.linux.TrafficConstants.INGRESS_HANDLE;
import static io.podnet.netns.linux.TrafficConstants.ROOT;
import static io.podnet.netns.linux.TrafficConstants.TBF_BYTES;
import static io.podnet.netns.linux.TrafficConstants.TCA_ACT_KIND;
import static io.podnet.netns.linux.TrafficConstants.TCA_ACT_OPTIONS;
import static io.podnet.netns.linux.TrafficConstants.TCA_EGRESS_REDIR;
import static io.podnet.netns.linux.TrafficConstants.TCA_KIND;
import static io.podnet.netns.linux.TrafficConstants.TCA_MIRRED_PARMS;
import static io.podnet.netns.linux.TrafficConstants.TCA_OPTIONS;
import static io.podnet.netns.linux.TrafficConstants.TCA_TBF_PARMS;
import static io.podnet.netns.linux.TrafficConstants.TCA_TBF_RATE64;
import static io.podnet.netns.linux.TrafficConstants.TCA_U32_ACT;
import static io.podnet.netns.linux.TrafficConstants.TCA_U32_CLASSID;
import static io.podnet.netns.linux.TrafficConstants.TCA_U32_SEL;
import static io.podnet.netns.linux.TrafficConstants.TCMSG_BYTES;
import static io.podnet.netns.linux.TrafficConstants.TC_ACT_STOLEN;
import static io.podnet.netns.linux.TrafficConstants.TC_U32_TERMINAL;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Writes and reads the bodies of RTM_*QDISC and RTM_*TFILTER: {@code struct tcmsg} and TCA_* attributes. */
final class TrafficCodec {
    private static final long MAX_U32 = 0xffff_ffffL;

    /** 1:0, as tc numbers the first qdisc that somebody makes. */
    private static final int FIRST_HANDLE = 0x10000;

    private TrafficCodec() {}

    static void dump(MessageWriter writer, int link) {
        header(writer, link, 0, 0, 0);
    }

    static void dumpIngressFilters(MessageWriter writer, int link) {
        header(writer, link, 0, INGRESS_HANDLE, 0);
    }

    static void root(MessageWriter writer, int link) {
        header(writer, link, 0, ROOT, 0);
    }

    static void ingress(MessageWriter writer, int link) {
        header(writer, link, INGRESS_HANDLE, INGRESS, 0);
        writer.string(TCA_KIND, "ingress");
    }

    static void tokenBucket(MessageWriter writer, int link, TokenBucket bucket) {
        header(writer, link, FIRST_HANDLE, ROOT, 0);
        writer.string(TCA_KIND, "tbf");
        writer.nested(TCA_OPTIONS, () -> {
            // With a 64-bit rate the 32-bit one is all ones, as tc does.
            int rate = (int) Math.min(bucket.bytesPerSecond(), MAX_U32);
            writer.bytes(
                    TCA_TBF_PARMS,
                    struct(TBF_BYTES)
                            .putInt(8, rate)
                            .putInt(24, (int) bucket.limitBytes())
                            .putInt(28, (int) bucket.bufferTicks())
                            .array());
            if (bucket.bytesPerSecond() > MAX_U32) {
                writer.bytes(
                        TCA_TBF_RATE64,
                        struct(8).putLong(bucket.bytesPerSecond()).array());
            }
        });
    }

    /** A filter that matches everything: one key whose mask is 0. Kernels without cls_matchall have cls_u32. */
    static void redirect(MessageWriter writer, int link, int to) {
        // tcm_info: the priority, then the Ethernet protocol in network byte order.
        int protocol = Short.toUnsignedInt(networkOrder(ETH_P_ALL));
        header(writer, link, 0, INGRESS_HANDLE, 1 << 16 | protocol);
        writer.string(TCA_KIND, "u32");
        writer.nested(TCA_OPTIONS, () -> {
            writer.s32(TCA_U32_CLASSID, FIRST_HANDLE | 1);
            // struct tc_u32_sel (flags, shift, number of keys, ...) of 16 bytes, then struct tc_u32_key of 16.
            writer.bytes(
                    TCA_U32_SEL,
                    struct(32).put(0, (byte) TC_U32_TERMINAL).put(2, (byte) 1).array());
            writer.nested(
                    TCA_U32_ACT,
                    () -> writer.nested(
                            1,
                            () -> writer.string(TCA_ACT_KIND, "mirred")
                                    .nested(
                                            TCA_ACT_OPTIONS,
                                            // struct tc_mirred: index, capab, action, refcnt, bindcnt, eaction,
                                            // ifindex.
                                            () -> writer.bytes(
                                                    TCA_MIRRED_PARMS,
                                                    struct(28)
                                                            .putInt(8, TC_ACT_STOLEN)
                                                            .putInt(20, TCA_EGRESS_REDIR)
                                                            .putInt(24, to)
                                                            .array()))));
        });
    }

    /** Reads RTM_NEWQDISC; empty if it is of another link, since the kernel's dumps hold all. */
    static Optional<Qdisc> qdisc(ByteBuffer body, int link) {
        AttributeReader reader = new AttributeReader(body, TCMSG_BYTES);
        if (body.getInt(4) != link) {
            return Optional.empty();
        }
        String kind = "";
        AttributeReader options = null;
        while (reader.next()) {
            switch (reader.type()) {
                case TCA_KIND -> kind = reader.string();
                case TCA_OPTIONS -> options = reader.nested();
                default -> {}
            }
        }
        Optional<TokenBucket> bucket = kind.equals("tbf") ? tokenBucket(options) : Optional.empty();
        return Optional.of(new Qdisc(kind, body.getInt(8), body.getInt(12), bucket));
    }

    private static Optional<TokenBucket> tokenBucket(@Nullable AttributeReader options) {
        long rate = 0;
        long limit = 0;
        long buffer = 0;
        while (options != null && options.next()) {
            switch (options.type()) {
                case TCA_TBF_PARMS -> {
                    ByteBuffer parameters = parameters(options, TBF_BYTES);
                    rate = Math.max(rate, Integer.toUnsignedLong(parameters.getInt(8)));
                    limit = Integer.toUnsignedLong(parameters.getInt(24));
                    buffer = Integer.toUnsignedLong(parameters.getInt(28));
                }
                case TCA_TBF_RATE64 ->
                    rate = Math.max(rate, parameters(options, 8).getLong(0));
                default -> {}
            }
        }
        return rate < 1 ? Optional.empty() : Optional.of(new TokenBucket(rate, buffer, limit));
    }

    /** Reads RTM_NEWTFILTER: where a u32 filter with a redirection leads. */
    static OptionalInt redirection(ByteBuffer body, int link) {
        AttributeReader reader = new AttributeReader(body, TCMSG_BYTES);
        if (body.getInt(4) != link) {
            return OptionalInt.empty();
        }
        OptionalInt target = OptionalInt.empty();
        while (reader.next()) {
            if (reader.type() == TCA_OPTIONS) {
                AttributeReader options = reader.nested();
                while (options.next()) {
                    if (options.type() == TCA_U32_ACT) {
                        target = firstMirred(options.nested());
                    }
                }
            }
        }
        return target;
    }

    private static OptionalInt firstMirred(AttributeReader actions) {
        while (actions.next()) {
            AttributeReader action = actions.nested();
            while (action.next()) {
                if (action.type() == TCA_ACT_OPTIONS) {
                    AttributeReader options = action.nested();
                    while (options.next()) {
                        if (options.type() == TCA_MIRRED_PARMS) {
                            return OptionalInt.of(parameters(options, 28).getInt(24));
                        }
                    }
                }
            }
        }
        return OptionalInt.empty();
    }

    private static ByteBuffer parameters(AttributeReader reader, int bytes) {
        if (reader.length() < bytes) {
            throw new MalformedMessageException("struct in attribute " + reader.type(), reader.length(), bytes, bytes);
        }
        return reader.view();
    }

    private static void header(MessageWriter writer, int link, int handle, int parent, int info) {
        writer.u8(AF_UNSPEC).u8(0).u16(0).s32(link).s32(handle).s32(parent).s32(info);
    }

    private static ByteBuffer struct(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }

    private static short networkOrder(int value) {
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? (short) value : Short.reverseBytes((short) value);
    }
}
