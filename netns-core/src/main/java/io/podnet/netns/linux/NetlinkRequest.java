// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetlinkConstants.ATTRIBUTE_HEADER_BYTES;
import static io.podnet.netns.linux.NetlinkConstants.HEADER_BYTES;
import static io.podnet.netns.linux.NetlinkConstants.NLA_TYPE_MASK;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * A question or an order to the kernel.
 *
 * @param name its type's name, such as RTM_NEWLINK
 * @param type its type's number
 * @param flags NLM_F_* besides NLM_F_REQUEST and what makes the kernel answer
 * @param subject what it is about, for messages to people
 * @param body writes what follows the header
 */
record NetlinkRequest(String name, int type, int flags, String subject, Consumer<MessageWriter> body) {
    NetlinkRequest(String name, int type, String subject, Consumer<MessageWriter> body) {
        this(name, type, 0, subject, body);
    }

    /**
     * Tells that the kernel refuses.
     *
     * @param verdict what it said
     * @param sent the message as it was sent, in the machine's byte order
     */
    NativeException refusal(Acknowledgement verdict, ByteBuffer sent) {
        return new NativeException(name, subject, verdict.errno(), detail(verdict, sent));
    }

    /** The kernel's own words, and which attribute it means. */
    private static String detail(Acknowledgement verdict, ByteBuffer sent) {
        StringBuilder text = new StringBuilder(verdict.text());
        verdict.offset().stream()
                .filter(at -> at >= HEADER_BYTES && at <= sent.limit() - ATTRIBUTE_HEADER_BYTES)
                .forEach(at -> text.append(" (attribute ")
                        .append(sent.getShort(at + 2) & NLA_TYPE_MASK)
                        .append(')'));
        verdict.missing()
                .ifPresent(type -> text.append(" (attribute ").append(type).append(" is missing)"));
        return text.toString().strip();
    }

    @Override
    public String toString() {
        return name + "(" + subject + ")";
    }
}
