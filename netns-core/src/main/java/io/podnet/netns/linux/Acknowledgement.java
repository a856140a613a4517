// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetlinkConstants.HEADER_BYTES;
import static io.podnet.netns.linux.NetlinkConstants.NLMSGERR_ATTR_MISS_TYPE;
import static io.podnet.netns.linux.NetlinkConstants.NLMSGERR_ATTR_MSG;
import static io.podnet.netns.linux.NetlinkConstants.NLMSGERR_ATTR_OFFS;
import static io.podnet.netns.linux.NetlinkConstants.NLMSG_DONE;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_ACK_TLVS;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_CAPPED;
import static io.podnet.netns.linux.NetlinkConstants.align;

import java.util.OptionalInt;

/**
 * The kernel's verdict on a request, from NLMSG_ERROR or from NLMSG_DONE at the end of a dump.
 *
 * @param errno 0 for success, else a positive errno
 * @param text the kernel's own words on what is wrong (extended ack); empty if it has none
 * @param offset where in the request the attribute lies that it does not like
 * @param missing the type of an attribute that it misses
 */
record Acknowledgement(int errno, String text, OptionalInt offset, OptionalInt missing) {
    /**
     * Reads a verdict.
     *
     * @param message of type NLMSG_ERROR or NLMSG_DONE
     * @return what it says
     * @throws MalformedMessageException if it is neither
     */
    static Acknowledgement of(NetlinkMessage message) {
        if (message.body().limit() < 4) {
            throw new MalformedMessageException(
                    "acknowledgement", message.body().limit(), 4, 4);
        }
        // Errors are negative; a dump may end in a positive number, which is no error.
        int error = message.body().getInt(0);
        int errno = error < 0 && error != Integer.MIN_VALUE ? -error : 0;
        String text = "";
        OptionalInt offset = OptionalInt.empty();
        OptionalInt missing = OptionalInt.empty();
        if (message.has(NLM_F_ACK_TLVS)) {
            AttributeReader reader = new AttributeReader(message.body(), attributesStart(message));
            while (reader.next()) {
                switch (reader.type()) {
                    case NLMSGERR_ATTR_MSG -> text = reader.string();
                    case NLMSGERR_ATTR_OFFS -> offset = OptionalInt.of(reader.s32());
                    case NLMSGERR_ATTR_MISS_TYPE -> missing = OptionalInt.of(reader.s32());
                    default -> {}
                }
            }
        }
        return new Acknowledgement(errno, text, offset, missing);
    }

    private static int attributesStart(NetlinkMessage message) {
        if (message.type() == NLMSG_DONE) {
            return 4;
        }
        int length =
                message.body().limit() < 4 + HEADER_BYTES ? -1 : message.body().getInt(4);
        if (message.has(NLM_F_CAPPED)) {
            return 4 + HEADER_BYTES;
        }
        // Without the cap, the whole request comes back between the number and the attributes.
        if (length < HEADER_BYTES || length > message.body().limit() - 4) {
            throw new MalformedMessageException(
                    "returned request", length, HEADER_BYTES, message.body().limit() - 4);
        }
        return 4 + align(length);
    }
}
