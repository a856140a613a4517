// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

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

    @Override
    public String toString() {
        return name + "(" + subject + ")";
    }
}
