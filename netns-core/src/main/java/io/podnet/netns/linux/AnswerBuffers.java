// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Buffers for what the kernel answers. Those of closed sockets serve the next ones: memory that nobody has touched yet takes
 * longer to get than all system calls that open a socket, and sockets in pods live for a few requests.
 */
final class AnswerBuffers {
    /** The kernel makes dumps of at most this size at once (netlink_dump() of af_netlink.c). */
    static final int BYTES = 32768;

    /** As many as sockets are open at the same moment, where many pods come and go. */
    private static final int KEPT = 8;

    private static final Deque<ByteBuffer> FREE = new ArrayDeque<>();

    private AnswerBuffers() {}

    static ByteBuffer take() {
        synchronized (FREE) {
            if (!FREE.isEmpty()) {
                return FREE.pop().clear();
            }
        }
        return ByteBuffer.allocateDirect(BYTES);
    }

    /** Gives back a buffer that nothing refers to any more; one that had to grow is not kept. */
    static void give(ByteBuffer buffer) {
        synchronized (FREE) {
            if (buffer.capacity() == BYTES && FREE.size() < KEPT) {
                FREE.push(buffer);
            }
        }
    }
}
