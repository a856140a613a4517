// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import java.nio.ByteBuffer;

/** What a conversation with the kernel runs over: a socket, or a test. */
interface NetlinkTransport extends AutoCloseable {
    /** Gives the number by which the kernel knows this end; answers bear it. */
    int portId();

    /** Sends a whole request, from position to limit of a direct buffer. */
    void send(ByteBuffer request);

    /**
     * Receives a datagram from the start of a direct buffer on.
     *
     * @return how many bytes it had; more than the buffer holds if it was cut off
     * @throws NativeException EAGAIN if none came in time, ENOBUFS if some were lost
     */
    int receive(ByteBuffer buffer);

    /**
     * Asks by ioctl(2), which every socket answers for its namespace: netdevice(7).
     *
     * @param request which question
     * @param argument a direct buffer with the question, which gets the answer
     * @throws NativeException if the kernel refuses
     */
    void control(long request, ByteBuffer argument);

    @Override
    void close();
}
