// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetlinkConstants.NLMSGERR_ATTR_MISS_TYPE;
import static io.podnet.netns.linux.NetlinkConstants.NLMSGERR_ATTR_MSG;
import static io.podnet.netns.linux.NetlinkConstants.NLMSGERR_ATTR_OFFS;
import static io.podnet.netns.linux.NetlinkConstants.NLMSG_DONE;
import static io.podnet.netns.linux.NetlinkConstants.NLMSG_ERROR;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_ACK_TLVS;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_CAPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where in a verdict the kernel's words lie: behind the number, the request's header, or the whole request. */
class AcknowledgementTest {
    private static final int HEADER = 16;

    private static Acknowledgement read(int type, int flags, ByteBuffer body) {
        return Acknowledgement.of(new NetlinkMessage(type, flags, 1, 1, body));
    }

    /** An error, then what comes back of a request that says this length, then attributes. */
    private static ByteBuffer error(int length, int returned) {
        return Bodies.of(writer -> {
            writer.s32(-22).s32(length);
            for (int at = 4; at < returned; at++) {
                writer.u8(0);
            }
            writer.string(NLMSGERR_ATTR_MSG, "no").s32(NLMSGERR_ATTR_OFFS, 20).s32(NLMSGERR_ATTR_MISS_TYPE, 7);
        });
    }

    private static final Acknowledgement REFUSED = new Acknowledgement(22, "no", OptionalInt.of(20), OptionalInt.of(7));

    @ParameterizedTest
    @CsvSource({"16, 16", "17, 20", "40, 40"})
    void wordsComeBehindTheRequest(int length, int returned) {
        assertThat(read(NLMSG_ERROR, NLM_F_ACK_TLVS, error(length, returned))).isEqualTo(REFUSED);
    }

    @Test
    void wordsComeBehindTheHeaderOfARequestThatIsNotReturned() {
        assertThat(read(NLMSG_ERROR, NLM_F_ACK_TLVS | NLM_F_CAPPED, error(4000, HEADER)))
                .isEqualTo(REFUSED);
    }

    @Test
    void wordsComeRightBehindTheNumberOfADump() {
        ByteBuffer body = Bodies.of(writer -> writer.s32(-22)
                .string(NLMSGERR_ATTR_MSG, "no")
                .s32(NLMSGERR_ATTR_OFFS, 20)
                .s32(NLMSGERR_ATTR_MISS_TYPE, 7));

        assertThat(read(NLMSG_DONE, NLM_F_ACK_TLVS, body)).isEqualTo(REFUSED);
    }

    @Test
    void withoutTheFlagThereAreNoWords() {
        assertThat(read(NLMSG_ERROR, 0, error(16, HEADER)))
                .isEqualTo(new Acknowledgement(22, "", OptionalInt.empty(), OptionalInt.empty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40, Integer.MIN_VALUE})
    void whatIsNotNegativeIsNoError(int number) {
        assertThat(read(NLMSG_DONE, 0, Bodies.of(writer -> writer.s32(number))).errno())
                .isZero();
    }

    @Test
    void aRequestThatEndsTheMessageLeavesNoWords() {
        ByteBuffer body =
                Bodies.of(writer -> writer.s32(-1).s32(HEADER).s32(0).s32(0).s32(0));

        assertThat(read(NLMSG_ERROR, NLM_F_ACK_TLVS, body).text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 15, 17, Integer.MAX_VALUE})
    void refusesARequestThatDoesNotFit(int length) {
        ByteBuffer body =
                Bodies.of(writer -> writer.s32(-1).s32(length).s32(0).s32(0).s32(0));

        assertThatThrownBy(() -> read(NLMSG_ERROR, NLM_F_ACK_TLVS, body))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("returned request");
    }

    @Test
    void refusesWhatIsCutOff() {
        assertThatThrownBy(() -> read(
                        NLMSG_ERROR, 0, Bodies.of(writer -> writer.u8(1).u8(2).u8(3))))
                .isInstanceOf(MalformedMessageException.class);
        ByteBuffer noHeader =
                Bodies.of(writer -> writer.s32(-1).s32(HEADER).s32(0).s32(0));
        assertThatThrownBy(() -> read(NLMSG_ERROR, NLM_F_ACK_TLVS, noHeader))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("returned request");
    }
}
