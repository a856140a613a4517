// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetlinkMessageTest {
    @Test
    void anEmptyDatagramHoldsNothing() {
        assertThat(NetlinkMessage.split(ByteBuffer.allocate(0))).isEmpty();
    }

    @Test
    void findsEachMessageBehindThePaddingOfTheOneBefore() {
        ByteBuffer datagram = datagram(64);
        message(datagram, 21, 7, new byte[] {1, 2, 3, 4, 5});
        datagram.position(24);
        message(datagram, 16, 8, new byte[0]);
        message(datagram, 19, 9, new byte[] {6, 7, 8});
        datagram.flip();

        List<NetlinkMessage> messages = NetlinkMessage.split(datagram);

        assertThat(messages).extracting(NetlinkMessage::sequence).containsExactly(7, 8, 9);
        assertThat(messages).extracting(message -> message.body().limit()).containsExactly(5, 0, 3);
        assertThat(messages.get(0).body()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}));
        assertThat(messages.get(2).type()).isEqualTo(0xfff0);
        assertThat(messages.get(2).flags()).isEqualTo(0x8001);
        assertThat(messages.get(2).portId()).isEqualTo(-5);
        assertThat(datagram.position()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 21, 0x7fffffff, 0x80000000, -1, -16})
    void refusesALengthThatDoesNotFit(int length) {
        ByteBuffer datagram = datagram(20).putInt(0, length);
        assertThatThrownBy(() -> NetlinkMessage.split(datagram))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("malformed netlink message: message of " + Integer.toUnsignedString(length)
                        + " bytes where 16 to 20 fit");
    }

    @Test
    void refusesAHeaderThatIsCutOff() {
        for (int length = 1; length < 16; length++) {
            ByteBuffer datagram = datagram(length);
            assertThatThrownBy(() -> NetlinkMessage.split(datagram)).isInstanceOf(MalformedMessageException.class);
        }
    }

    private static ByteBuffer datagram(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }

    private static void message(ByteBuffer datagram, int length, int sequence, byte[] body) {
        datagram.putInt(length)
                .putShort((short) 0xfff0)
                .putShort((short) 0x8001)
                .putInt(sequence)
                .putInt(-5)
                .put(body);
    }
}
