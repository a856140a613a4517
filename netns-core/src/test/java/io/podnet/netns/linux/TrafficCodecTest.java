// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.TrafficConstants.TCA_KIND;
import static io.podnet.netns.linux.TrafficConstants.TCA_OPTIONS;
import static io.podnet.netns.linux.TrafficConstants.TCA_TBF_PARMS;
import static io.podnet.netns.linux.TrafficConstants.TCA_TBF_RATE64;
import static io.podnet.netns.linux.TrafficConstants.TCA_U32_ACT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrafficCodecTest {
    private static final int LINK = 7;
    private static final int OTHER = 40;

    @ParameterizedTest
    @ValueSource(longs = {1, 125_000, 0xffff_fffeL, 0xffff_ffffL, 0x1_0000_0000L, Long.MAX_VALUE})
    void aTokenBucketIsReadAsItIsWritten(long rate) {
        TokenBucket bucket = new TokenBucket(rate, 0x8000_0001L, 0xffff_ffffL);
        ByteBuffer body = Bodies.of(writer -> TrafficCodec.tokenBucket(writer, LINK, bucket));

        assertThat(TrafficCodec.qdisc(body, LINK)).contains(new Qdisc("tbf", 0x10000, -1, Optional.of(bucket)));
        assertThat(TrafficCodec.qdisc(body, LINK + 1)).isEmpty();
    }

    /** linux/pkt_sched.h: the 64-bit rate counts where the 32-bit one is all ones. */
    @Test
    void aRateOfMoreThan32BitsIsSentTwice() {
        assertThat(rates(0xffff_ffffL)).containsExactly(-1);
        assertThat(rates(0x1_0000_0000L)).containsExactly(-1, 0, 1);
    }

    private static int[] rates(long rate) {
        ByteBuffer body = Bodies.of(writer -> TrafficCodec.tokenBucket(writer, LINK, new TokenBucket(rate, 1, 1)));
        AttributeReader options = options(body);
        assertThat(options.next()).isTrue();
        assertThat(options.type()).isEqualTo(TCA_TBF_PARMS);
        int narrow = options.view().getInt(8);
        if (!options.next()) {
            return new int[] {narrow};
        }
        assertThat(options.type()).isEqualTo(TCA_TBF_RATE64);
        long wide = options.view().getLong(0);
        return new int[] {narrow, (int) wide, (int) (wide >> 32)};
    }

    private static AttributeReader options(ByteBuffer body) {
        AttributeReader reader = new AttributeReader(body, 20);
        while (reader.next()) {
            if (reader.type() == TCA_OPTIONS) {
                return reader.nested();
            }
        }
        throw new AssertionError("no options");
    }

    @Test
    void readsOtherKinds() {
        ByteBuffer ingress = Bodies.of(writer -> TrafficCodec.ingress(writer, LINK));
        assertThat(TrafficCodec.qdisc(ingress, LINK))
                .contains(new Qdisc("ingress", 0xffff0000, 0xfffffff1, Optional.empty()));

        ByteBuffer empty = Bodies.of(writer -> {
            header(writer);
            writer.string(TCA_KIND, "tbf");
        });
        assertThat(TrafficCodec.qdisc(empty, LINK)).contains(new Qdisc("tbf", 2, 3, Optional.empty()));

        ByteBuffer noRate = Bodies.of(writer -> {
            header(writer);
            writer.string(TCA_KIND, "tbf").nested(TCA_OPTIONS, () -> writer.bytes(TCA_TBF_PARMS, new byte[36]));
        });
        assertThat(TrafficCodec.qdisc(noRate, LINK)).contains(new Qdisc("tbf", 2, 3, Optional.empty()));
    }

    @Test
    void structsThatAreCutOffAreRefused() {
        ByteBuffer body = Bodies.of(writer -> {
            header(writer);
            writer.string(TCA_KIND, "tbf").nested(TCA_OPTIONS, () -> writer.bytes(TCA_TBF_PARMS, new byte[35]));
        });

        assertThatThrownBy(() -> TrafficCodec.qdisc(body, LINK))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("struct in attribute 1 of 35 bytes");
    }

    @Test
    void aRedirectionIsReadAsItIsWritten() {
        ByteBuffer body = Bodies.of(writer -> TrafficCodec.redirect(writer, LINK, 12));

        assertThat(TrafficCodec.redirection(body, LINK)).hasValue(12);
        assertThat(TrafficCodec.redirection(body, LINK + 1)).isEmpty();
        assertThat(body.getInt(8)).isZero();
        assertThat(body.getInt(12)).isEqualTo(0xffff0000);
        // Priority 1, ETH_P_ALL in network byte order.
        int protocol = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? 3 : 0x300;
        assertThat(body.getInt(16)).isEqualTo(0x10000 | protocol);
    }

    @Test
    void otherFiltersLeadNowhere() {
        assertThat(TrafficCodec.redirection(
                        Bodies.of(writer -> {
                            header(writer);
                            writer.string(TCA_KIND, "u32")
                                    .nested(
                                            TCA_OPTIONS,
                                            () -> writer.nested(
                                                            TCA_U32_ACT,
                                                            () -> writer.nested(
                                                                    1,
                                                                    () -> writer.string(1, "gact")
                                                                            .nested(
                                                                                    2,
                                                                                    () -> writer.bytes(
                                                                                            OTHER, new byte[28]))))
                                                    .nested(OTHER, () -> writer.bytes(OTHER, new byte[28])));
                        }),
                        LINK))
                .isEmpty();
        assertThat(TrafficCodec.redirection(Bodies.of(TrafficCodecTest::header), LINK))
                .isEmpty();
    }

    @Test
    void asksForOneLink() {
        assertThat(fields(Bodies.of(writer -> TrafficCodec.dump(writer, LINK)))).containsExactly(0, LINK, 0, 0, 0);
        assertThat(fields(Bodies.of(writer -> TrafficCodec.dumpIngressFilters(writer, LINK))))
                .containsExactly(0, LINK, 0, 0xffff0000, 0);
        assertThat(fields(Bodies.of(writer -> TrafficCodec.root(writer, LINK)))).containsExactly(0, LINK, 0, -1, 0);
    }

    private static int[] fields(ByteBuffer body) {
        assertThat(body.limit()).isEqualTo(20);
        return new int[] {body.getInt(0), body.getInt(4), body.getInt(8), body.getInt(12), body.getInt(16)};
    }

    private static void header(MessageWriter writer) {
        writer.s32(0).s32(LINK).s32(2).s32(3).s32(4);
    }
}
