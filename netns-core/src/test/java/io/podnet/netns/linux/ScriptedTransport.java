// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntFunction;

/** A kernel that does what a test wants it to do, in ways that a real one cannot be made to on demand. */
final class ScriptedTransport implements NetlinkTransport {
    static final int PORT = 4711;

    /** What was asked, as the kernel would get it. */
    final List<NetlinkMessage> requests = new ArrayList<>();

    private final Deque<List<Object>> scripts = new ArrayDeque<>();
    private final Deque<Object> pending = new ArrayDeque<>();

    boolean closed;

    /**
     * Adds what comes in answer to one more request: {@link Part}s for a datagram each, lists of them for one datagram,
     * an {@link Errno} for a failure.
     */
    ScriptedTransport answer(Object... answers) {
        scripts.add(List.of(answers));
        return this;
    }

    /**
     * One message of an answer.
     *
     * @param type its type
     * @param flags its flags
     * @param sequence what becomes of the request's number
     * @param port whom it is for
     * @param body its body
     */
    record Part(int type, int flags, IntFunction<Integer> sequence, int port, byte[] body) {
        Part(int type, int flags, byte[] body) {
            this(type, flags, number -> number, PORT, body);
        }
    }

    static Part ack() {
        return error(0);
    }

    static Part error(int errno) {
        return new Part(NetlinkConstants.NLMSG_ERROR, NetlinkConstants.NLM_F_CAPPED, number(-errno, 16));
    }

    static Part done(int flags) {
        return new Part(NetlinkConstants.NLMSG_DONE, flags, number(0, 0));
    }

    /** A message with a number in it, of a type that nobody knows. */
    static Part value(int value, int flags) {
        return new Part(0x77, flags, number(value, 0));
    }

    private static byte[] number(int value, int more) {
        return ByteBuffer.allocate(4 + more)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }

    @Override
    public int portId() {
        return PORT;
    }

    @Override
    public void send(ByteBuffer request) {
        assertThat(request.isDirect()).isTrue();
        byte[] copy = new byte[request.remaining()];
        request.duplicate().get(copy);
        List<NetlinkMessage> messages = NetlinkMessage.split(ByteBuffer.wrap(copy));
        requests.addAll(messages);
        assertThat(scripts).as("answers to " + messages.get(0)).isNotEmpty();
        int sequence = messages.get(0).sequence();
        for (Object each : scripts.remove()) {
            pending.add(each instanceof Errno ? each : datagram(each, sequence));
        }
    }

    @Override
    public int receive(ByteBuffer buffer) {
        Object next = pending.isEmpty() ? Errno.EAGAIN : pending.remove();
        if (next instanceof Errno errno) {
            throw new NativeException("recv", "script", errno.number());
        }
        ByteBuffer datagram = (ByteBuffer) next;
        int bytes = datagram.remaining();
        buffer.clear().put(datagram.limit(Math.min(bytes, buffer.capacity())));
        return bytes;
    }

    @Override
    public void control(long request, ByteBuffer argument) {
        throw new UnsupportedOperationException("no test asks this of anybody but a real kernel");
    }

    @Override
    public void close() {
        closed = true;
    }

    private static ByteBuffer datagram(Object parts, int sequence) {
        ByteBuffer datagram = ByteBuffer.allocate(1 << 20).order(ByteOrder.nativeOrder());
        for (Object each : parts instanceof List<?> list ? list : List.of(parts)) {
            Part part = (Part) each;
            datagram.putInt(NetlinkConstants.HEADER_BYTES + part.body().length)
                    .putShort((short) part.type())
                    .putShort((short) part.flags())
                    .putInt(part.sequence().apply(sequence))
                    .putInt(part.port())
                    .put(part.body());
            datagram.position(NetlinkConstants.align(datagram.position()));
        }
        return datagram.flip();
    }
}
