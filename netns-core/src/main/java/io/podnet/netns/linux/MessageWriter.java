// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetlinkConstants.ATTRIBUTE_HEADER_BYTES;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_REQUEST;
import static io.podnet.netns.linux.NetlinkConstants.align;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes one request: the header, the fixed part of its type (by {@link #u8}, {@link #u16}, {@link #s32}), then
 * attributes.
 *
 * <p>A request that outgrows the buffer is a mistake of the caller, who passes no data of unknown length.
 */
final class MessageWriter {
    private final ByteBuffer bytes;

    /**
     * Starts a request.
     *
     * @param bytes where to write, from its start on; all of it is used if need be
     * @param type such as RTM_NEWLINK
     * @param flags NLM_F_*; NLM_F_REQUEST is added
     * @param sequence the number that the answers will bear
     */
    MessageWriter(ByteBuffer bytes, int type, int flags, int sequence) {
        this.bytes = bytes.clear().order(ByteOrder.nativeOrder());
        bytes.putInt(0)
                .putShort((short) type)
                .putShort((short) (flags | NLM_F_REQUEST))
                .putInt(sequence)
                // The port: the kernel takes the sender's.
                .putInt(0);
    }

    MessageWriter u8(int value) {
        bytes.put((byte) value);
        return this;
    }

    MessageWriter u16(int value) {
        bytes.putShort((short) value);
        return this;
    }

    MessageWriter s32(int value) {
        bytes.putInt(value);
        return this;
    }

    MessageWriter u8(int type, int value) {
        begin(type, 1);
        return u8(value).pad();
    }

    MessageWriter s32(int type, int value) {
        begin(type, 4);
        return s32(value);
    }

    MessageWriter bytes(int type, byte[] value) {
        begin(type, value.length);
        bytes.put(value);
        return pad();
    }

    MessageWriter address(int type, InetAddress value) {
        return bytes(type, value.getAddress());
    }

    /** Writes {@code struct rtvia}: a family, then an address of it. */
    MessageWriter via(int type, int family, byte[] address) {
        begin(type, 2 + address.length);
        u16(family);
        bytes.put(address);
        return pad();
    }

    /** Writes text with its terminating zero. */
    MessageWriter string(int type, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        begin(type, text.length + 1);
        bytes.put(text).put((byte) 0);
        return pad();
    }

    /**
     * Writes an attribute that holds others.
     *
     * @param type its type
     * @param content writes what it holds, to this writer
     */
    MessageWriter nested(int type, Runnable content) {
        int start = bytes.position();
        begin(type, 0);
        content.run();
        bytes.putShort(start, (short) (bytes.position() - start));
        return this;
    }

    /** Tells how many bytes there are so far. */
    int position() {
        return bytes.position();
    }

    /** Puts a number in place of one that was written earlier. */
    void patchU16(int position, int value) {
        bytes.putShort(position, (short) value);
    }

    /**
     * Completes the request.
     *
     * @return the buffer, ready to be sent
     */
    ByteBuffer finish() {
        bytes.putInt(0, bytes.position());
        return bytes.flip();
    }

    private void begin(int type, int length) {
        bytes.putShort((short) (ATTRIBUTE_HEADER_BYTES + length)).putShort((short) type);
    }

    private MessageWriter pad() {
        // Both the header and what follows it are aligned, so the position tells how much is missing.
        for (int missing = align(bytes.position()) - bytes.position(); missing > 0; missing--) {
            bytes.put((byte) 0);
        }
        return this;
    }
}
