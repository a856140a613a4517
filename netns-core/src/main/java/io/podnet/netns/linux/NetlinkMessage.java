// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetlinkConstants.HEADER_BYTES;
import static io.podnet.netns.linux.NetlinkConstants.align;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * One message of a datagram that was read from a netlink socket.
 *
 * @param type such as RTM_NEWLINK or NLMSG_ERROR
 * @param flags NLM_F_*
 * @param sequence the number of the request that it answers
 * @param portId the socket that it is for
 * @param body what follows the header: a view of the datagram, in the machine's byte order
 */
record NetlinkMessage(int type, int flags, int sequence, int portId, ByteBuffer body) {
    /**
     * Takes a datagram apart.
     *
     * @param datagram what was read, from its position to its limit; neither is changed
     * @return its messages, as views of the datagram's bytes
     * @throws MalformedMessageException if a length does not fit
     */
    static List<NetlinkMessage> split(ByteBuffer datagram) {
        ByteBuffer bytes = datagram.slice().order(ByteOrder.nativeOrder());
        List<NetlinkMessage> messages = new ArrayList<>();
        int at = 0;
        while (at < bytes.limit()) {
            int rest = bytes.limit() - at;
            // An unsigned number; as an int, anything too large is negative and so below the minimum.
            int length = rest < HEADER_BYTES ? rest : bytes.getInt(at);
            if (length < HEADER_BYTES || length > rest) {
                throw new MalformedMessageException("message", length, HEADER_BYTES, rest);
            }
            messages.add(new NetlinkMessage(
                    Short.toUnsignedInt(bytes.getShort(at + 4)),
                    Short.toUnsignedInt(bytes.getShort(at + 6)),
                    bytes.getInt(at + 8),
                    bytes.getInt(at + 12),
                    view(bytes, at + HEADER_BYTES, length - HEADER_BYTES)));
            // The last message may lack its padding.
            at += Math.min(align(length), rest);
        }
        return messages;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    static ByteBuffer view(ByteBuffer bytes, int from, int length) {
        return bytes.slice(from, length).order(ByteOrder.nativeOrder());
    }
}
