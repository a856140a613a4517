// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.IpAddresses;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attributes as they are written and read. */
class AttributesTest {
    private static final int HEADER = NetlinkConstants.HEADER_BYTES;

    /** Full of ones, so that padding that was not written shows. */
    private final ByteBuffer buffer = ByteBuffer.wrap(filled(256));

    private final MessageWriter writer = new MessageWriter(buffer, 16, 0x400, 77);

    @Test
    void writesTheHeader() {
        ByteBuffer bytes = writer.u8(1).u8(2).u16(3).s32(4).finish();

        assertThat(bytes.remaining()).isEqualTo(HEADER + 8);
        assertThat(bytes.getInt(0)).isEqualTo(HEADER + 8);
        assertThat(bytes.getShort(4)).isEqualTo((short) 16);
        // NLM_F_REQUEST is added.
        assertThat(bytes.getShort(6)).isEqualTo((short) 0x401);
        assertThat(bytes.getInt(8)).isEqualTo(77);
        assertThat(bytes.getInt(12)).isZero();
    }

    @Test
    void alignsAndPadsWithZeros() {
        ByteBuffer bytes = writer.string(3, "ab").u8(16, 6).s32(4, -1).finish();

        assertThat(bytes.remaining()).isEqualTo(HEADER + 8 + 8 + 8);
        assertThat(bytes.getShort(HEADER)).isEqualTo((short) 7);
        assertThat(bytes.get(HEADER + 6)).isZero();
        assertThat(bytes.get(HEADER + 7)).isZero();
        assertThat(bytes.getShort(HEADER + 8)).isEqualTo((short) 5);
        assertThat(bytes.get(HEADER + 13)).isZero();
        assertThat(bytes.getInt(HEADER + 20)).isEqualTo(-1);
    }

    @Test
    void readsWhatWasWritten() {
        writer.string(3, "äb")
                .u8(16, 200)
                .s32(4, -2)
                .address(1, IpAddresses.parse("fd00::1"))
                .bytes(9, new byte[0])
                .nested(18, () -> writer.string(1, "veth").nested(2, () -> writer.s32(1, 7)));
        AttributeReader reader = reader(writer.finish());

        assertThat(next(reader)).isEqualTo(3);
        assertThat(reader.string()).isEqualTo("äb");
        assertThat(next(reader)).isEqualTo(16);
        assertThat(reader.u8()).isEqualTo(200);
        assertThat(next(reader)).isEqualTo(4);
        assertThat(reader.s32()).isEqualTo(-2);
        assertThat(reader.u32()).isEqualTo(0xfffffffeL);
        assertThat(next(reader)).isEqualTo(1);
        assertThat(reader.address()).isEqualTo(IpAddresses.parse("fd00::1"));
        assertThat(next(reader)).isEqualTo(9);
        assertThat(reader.length()).isZero();
        assertThat(reader.string()).isEmpty();
        assertThat(next(reader)).isEqualTo(18);
        AttributeReader inner = reader.nested();
        assertThat(next(inner)).isEqualTo(1);
        assertThat(inner.string()).isEqualTo("veth");
        assertThat(next(inner)).isEqualTo(2);
        AttributeReader innermost = inner.nested();
        assertThat(next(innermost)).isEqualTo(1);
        assertThat(innermost.s32()).isEqualTo(7);
        assertThat(innermost.next()).isFalse();
        assertThat(inner.next()).isFalse();
        assertThat(reader.next()).isFalse();
        assertThat(reader.next()).isFalse();
    }

    @Test
    void leavesTheFlagsOfATypeOut() {
        AttributeReader reader = reader(writer.u8(0x8000 | 12, 1).finish());
        assertThat(next(reader)).isEqualTo(12);
    }

    @Test
    void takesALastAttributeWithoutPadding() {
        AttributeReader reader =
                new AttributeReader(attribute(5, 1).limit(5).slice().order(ByteOrder.nativeOrder()), 0);
        assertThat(reader.next()).isTrue();
        assertThat(reader.u8()).isEqualTo(0xff);
        assertThat(reader.next()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 13, 0x7fff, 0xffff})
    void refusesALengthThatDoesNotFit(int length) {
        AttributeReader reader = new AttributeReader(attribute(length, 1), 0);
        assertThatThrownBy(reader::next)
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("attribute of " + length + " bytes where 4 to 12 fit");
    }

    @Test
    void refusesNumbersThatAreCutOff() {
        for (int length = 0; length < 4; length++) {
            AttributeReader reader = new AttributeReader(attribute(4 + length, 1), 0);
            assertThat(reader.next()).isTrue();
            assertThatThrownBy(reader::s32).isInstanceOf(MalformedMessageException.class);
            assertThatThrownBy(reader::u32).isInstanceOf(MalformedMessageException.class);
            assertThatThrownBy(reader::address).isInstanceOf(MalformedMessageException.class);
            if (length < 2) {
                assertThatThrownBy(reader::u16).isInstanceOf(MalformedMessageException.class);
            }
            if (length < 1) {
                assertThatThrownBy(reader::u8).isInstanceOf(MalformedMessageException.class);
            }
        }
    }

    @Test
    void refusesAHeaderThatIsCutOff() {
        assertThatThrownBy(() -> new AttributeReader(attribute(8, 1), 16))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void readsTextWithoutItsZeroAndTextThatIsNoUtf8() {
        byte[] text = {'a', (byte) 0xff, (byte) 0xc3, 'b'};
        AttributeReader reader = reader(writer.bytes(3, text).finish());
        assertThat(next(reader)).isEqualTo(3);
        assertThat(reader.string()).isEqualTo("a??b");
        assertThat(reader.string().getBytes(StandardCharsets.UTF_8)).hasSameSizeAs(text);
    }

    @Test
    void anAttributeNeverRunsIntoTheNextOne() {
        AttributeReader reader =
                reader(writer.bytes(3, new byte[] {'a', 'b'}).s32(4, -1).finish());
        assertThat(next(reader)).isEqualTo(3);
        assertThat(reader.string()).isEqualTo("ab");
        assertThat(reader.view().limit()).isEqualTo(2);
        assertThatThrownBy(reader::s32).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void refusesToWriteMoreThanThereIsRoomFor() {
        assertThatThrownBy(() -> writer.bytes(3, new byte[256])).isInstanceOf(BufferOverflowException.class);
    }

    private static int next(AttributeReader reader) {
        assertThat(reader.next()).isTrue();
        return reader.type();
    }

    private static AttributeReader reader(ByteBuffer message) {
        return new AttributeReader(NetlinkMessage.split(message).get(0).body(), 0);
    }

    /** Twelve bytes that claim to be one attribute. */
    private static ByteBuffer attribute(int length, int type) {
        return ByteBuffer.wrap(filled(12))
                .order(ByteOrder.nativeOrder())
                .putShort(0, (short) length)
                .putShort(2, (short) type);
    }

    private static byte[] filled(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 0xff);
        return bytes;
    }
}
