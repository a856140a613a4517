// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetlinkConstants.ATTRIBUTE_HEADER_BYTES;
import static io.podnet.netns.linux.NetlinkConstants.NLA_TYPE_MASK;
import static io.podnet.netns.linux.NetlinkConstants.align;

import io.podnet.base.IpAddresses;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Walks through the attributes of a message. It never reads past the bytes that it was given, and each step takes at
 * least four of them, whatever they say.
 *
 * <pre>{@code
 * AttributeReader reader = new AttributeReader(body, IFINFOMSG_BYTES);
 * while (reader.next()) {
 *     switch (reader.type()) {
 *         case IFLA_MTU -> mtu = reader.u32();
 *         default -> {} // newer kernels send more
 *     }
 * }
 * }</pre>
 */
final class AttributeReader {
    private final ByteBuffer bytes;
    private int following;
    private int type;
    private int start;
    private int length;

    /**
     * Starts before the first attribute.
     *
     * @param bytes a message's body, in the machine's byte order
     * @param header how many bytes of it come before the attributes
     * @throws MalformedMessageException if there are fewer
     */
    AttributeReader(ByteBuffer bytes, int header) {
        if (bytes.limit() < header) {
            throw new MalformedMessageException("header", bytes.limit(), header, header);
        }
        this.bytes = bytes;
        this.following = Math.min(align(header), bytes.limit());
    }

    /**
     * Goes to the next attribute.
     *
     * @return false if there is none
     * @throws MalformedMessageException if the rest is no attribute
     */
    boolean next() {
        int rest = bytes.limit() - following;
        if (rest == 0) {
            return false;
        }
        int size = rest < ATTRIBUTE_HEADER_BYTES ? rest : Short.toUnsignedInt(bytes.getShort(following));
        if (size < ATTRIBUTE_HEADER_BYTES || size > rest) {
            throw new MalformedMessageException("attribute", size, ATTRIBUTE_HEADER_BYTES, rest);
        }
        type = bytes.getShort(following + 2) & NLA_TYPE_MASK;
        start = following + ATTRIBUTE_HEADER_BYTES;
        length = size - ATTRIBUTE_HEADER_BYTES;
        following += Math.min(align(size), rest);
        return true;
    }

    int type() {
        return type;
    }

    int length() {
        return length;
    }

    int u8() {
        return Byte.toUnsignedInt(bytes.get(at(1)));
    }

    int u16() {
        return Short.toUnsignedInt(bytes.getShort(at(2)));
    }

    int s32() {
        return bytes.getInt(at(4));
    }

    long u32() {
        return Integer.toUnsignedLong(s32());
    }

    /** Reads text up to its zero byte; what is not UTF-8 becomes one question mark for each byte, so it never grows. */
    String string() {
        int end = start;
        while (end < start + length && bytes.get(end) != 0) {
            end++;
        }
        try {
            CharBuffer text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)
                    .replaceWith("?")
                    .decode(bytes.slice(start, end - start));
            return text.toString();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("a decoder that replaces does not fail", e);
        }
    }

    byte[] bytes() {
        byte[] copy = new byte[length];
        bytes.get(start, copy);
        return copy;
    }

    /** Reads an address of 4 or 16 bytes. */
    InetAddress address() {
        if (length != 4 && length != 16) {
            throw new MalformedMessageException("address", length, 4, 16);
        }
        return IpAddresses.of(bytes());
    }

    /** Gives the attribute's bytes as a view. */
    ByteBuffer view() {
        return NetlinkMessage.view(bytes, start, length);
    }

    /** Walks through the attributes inside this one. */
    AttributeReader nested() {
        return new AttributeReader(view(), 0);
    }

    private int at(int wanted) {
        if (length < wanted) {
            throw new MalformedMessageException("number in attribute " + type, length, wanted, wanted);
        }
        return start;
    }
}
