// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Bodies of messages, made as requests are. */
final class Bodies {
    private Bodies() {}

    static ByteBuffer of(Consumer<MessageWriter> content) {
        MessageWriter writer = new MessageWriter(ByteBuffer.allocate(1024), 1, 0, 1);
        content.accept(writer);
        return NetlinkMessage.split(writer.finish()).get(0).body();
    }

    /** A number as netfilter has it, in network byte order. */
    static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }
}
