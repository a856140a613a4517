// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetlinkConstants.ATTRIBUTE_HEADER_BYTES;
import static io.podnet.netns.linux.NetlinkConstants.HEADER_BYTES;
import static io.podnet.netns.linux.NetlinkConstants.NLA_TYPE_MASK;
import static io.podnet.netns.linux.NetlinkConstants.NLMSG_DONE;
import static io.podnet.netns.linux.NetlinkConstants.NLMSG_ERROR;
import static io.podnet.netns.linux.NetlinkConstants.NLMSG_NOOP;
import static io.podnet.netns.linux.NetlinkConstants.NLMSG_OVERRUN;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_ACK;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_DUMP;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_DUMP_INTR;

import io.podnet.netns.NetnsException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the kernel and waits for its answers, one request at a time.
 *
 * <p>Answers are told apart by sequence number and port; what is left of an earlier request that failed is skipped.
 */
final class NetlinkConversation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NetlinkConversation.class.getPackageName());

    /** Requests hold a few names, addresses and numbers. */
    private static final int REQUEST_BYTES = 4096;

    /** Room for each order of a batch: two names of at most 255 bytes, a key, a value and a comment of at most 128. */
    private static final int BATCHED_BYTES = 1024;

    /** How often a dump is read before we give in to a namespace that never rests. */
    private static final int DUMP_TRIES = 10;

    /** Sockets in different namespaces may have the same port; no two requests of this process have the same number. */
    private static final AtomicInteger SEQUENCE = new AtomicInteger();

    private final NetlinkTransport transport;
    private final ReentrantLock lock = new ReentrantLock();
    private final ByteBuffer request = ByteBuffer.allocateDirect(REQUEST_BYTES);
    private ByteBuffer answer = AnswerBuffers.take();
    private ByteBuffer batch = ByteBuffer.allocate(0);

    NetlinkConversation(NetlinkTransport transport) {
        this.transport = transport;
    }

    /**
     * Reads all that there is of something.
     *
     * @param what the request; must be one that can be repeated
     * @param decoder reads one answer; what it leaves out is left out
     * @return what the decoder made of the answers, all from one moment
     * @throws NativeException if the kernel refuses
     * @throws NetnsException if it kept changing while it was read
     */
    <T> List<T> dump(NetlinkRequest what, Function<NetlinkMessage, Optional<T>> decoder) {
        lock.lock();
        try {
            for (int attempt = 1; ; attempt++) {
                Answers<T> answers = exchange(what, NLM_F_DUMP, decoder);
                if (answers.complete()) {
                    return answers.of(what);
                }
                if (attempt == DUMP_TRIES) {
                    throw new NetnsException(
                            "netns-busy", what + ": changed or overflowed " + DUMP_TRIES + " times while it was read");
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Orders something, or asks for one thing.
     *
     * @param what the request
     * @param decoder reads one answer; what it leaves out is left out
     * @return what the decoder made of the answers
     * @throws NativeException if the kernel refuses, with its own text
     */
    <T> List<T> request(NetlinkRequest what, Function<NetlinkMessage, Optional<T>> decoder) {
        lock.lock();
        try {
            Answers<T> answers = exchange(what, NLM_F_ACK, decoder);
            if (!answers.complete()) {
                throw new NetnsException("netns-native", what + ": the answer was lost; it may have been done or not");
            }
            return answers.of(what);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks for one thing that may not be there: an exception for each would cost more than the question. The kernel answers
     * such a request with one message, which need not be acknowledged.
     *
     * @param what the request
     * @param absent the errors that say so
     * @param decoder reads the answer
     * @return what the decoder made of the answer; empty if the kernel says one of {@code absent}
     * @throws NativeException if the kernel refuses for another reason
     */
    <T> Optional<T> find(NetlinkRequest what, Set<Errno> absent, Function<NetlinkMessage, Optional<T>> decoder) {
        lock.lock();
        try {
            Answers<T> answers = exchange(what, 0, decoder);
            if (!answers.complete()) {
                throw new NetnsException("netns-native", what + ": the answer was lost");
            }
            return absent.stream().anyMatch(answers::refusedWith)
                    ? Optional.empty()
                    : answers.of(what).stream().findFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Orders something that has no answer but the verdict. */
    void order(NetlinkRequest what) {
        request(what, message -> Optional.empty());
    }

    /**
     * Orders several things that the kernel does as a whole or not at all (nfnetlink_rcv_batch() of nfnetlink.c): a message
     * that begins, the orders, a message that ends. What fails is told of each; only the last order is acknowledged, after
     * whatever else there is to say.
     *
     * @param begin the message that begins
     * @param orders the orders, at least one
     * @param end the message that ends
     * @throws NativeException if the kernel refuses: the first refusal, and nothing was done
     */
    void batch(NetlinkRequest begin, List<NetlinkRequest> orders, NetlinkRequest end) {
        lock.lock();
        try {
            int first = SEQUENCE.getAndAdd(orders.size() + 2) + 1;
            ByteBuffer all = roomForBatch((orders.size() + 2) * BATCHED_BYTES);
            append(all, begin, 0, first);
            for (int i = 0; i < orders.size(); i++) {
                append(all, orders.get(i), i == orders.size() - 1 ? NLM_F_ACK : 0, first + 1 + i);
            }
            append(all, end, 0, first + 1 + orders.size());
            transport.send(all.flip());
            awaitVerdicts(begin, orders, first);
        } finally {
            lock.unlock();
        }
    }

    private ByteBuffer roomForBatch(int bytes) {
        if (batch.capacity() < bytes) {
            batch = ByteBuffer.allocateDirect(bytes);
        }
        return batch.clear();
    }

    private static void append(ByteBuffer all, NetlinkRequest what, int flags, int sequence) {
        // Attributes are padded, and so are messages.
        MessageWriter writer = new MessageWriter(all.slice(), what.type(), what.flags() | flags, sequence);
        what.body().accept(writer);
        all.position(all.position() + writer.finish().limit());
    }

    private void awaitVerdicts(NetlinkRequest begin, List<NetlinkRequest> orders, int first) {
        NativeException refusal = null;
        while (true) {
            if (!receive(begin)) {
                throw new NetnsException("netns-native", begin + ": an answer was lost; it may have been done or not");
            }
            for (NetlinkMessage message : NetlinkMessage.split(answer)) {
                int order = message.sequence() - first;
                if (message.portId() != transport.portId()
                        || message.type() != NLMSG_ERROR
                        || order < 0
                        || order > orders.size()) {
                    continue;
                }
                Acknowledgement verdict = Acknowledgement.of(message);
                if (verdict.errno() != 0 && refusal == null) {
                    NetlinkRequest what = order == 0 ? begin : orders.get(order - 1);
                    refusal = new NativeException(what.name(), what.subject(), verdict.errno(), verdict.text());
                }
                // What is said of the beginning is said of all, and nothing comes after it.
                if (order == orders.size() || order == 0) {
                    if (refusal != null) {
                        throw refusal;
                    }
                    return;
                }
            }
        }
    }

    @Override
    public void close() {
        transport.close();
        // Whoever waits for an answer at this moment keeps the buffer.
        if (lock.tryLock()) {
            try {
                AnswerBuffers.give(answer);
                answer = ByteBuffer.allocate(0);
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public String toString() {
        return transport.toString();
    }

    private <T> Answers<T> exchange(NetlinkRequest what, int flags, Function<NetlinkMessage, Optional<T>> decoder) {
        int sequence = SEQUENCE.incrementAndGet();
        MessageWriter writer = new MessageWriter(request, what.type(), what.flags() | flags, sequence);
        what.body().accept(writer);
        transport.send(writer.finish());
        Answers<T> answers = new Answers<>(decoder, flags == 0);
        while (!answers.ended) {
            if (!receive(what)) {
                answers.lost = true;
                // Nothing more comes where the answer was lost; a dump goes on.
                if (flags != NLM_F_DUMP) {
                    break;
                }
                continue;
            }
            for (NetlinkMessage message : NetlinkMessage.split(answer)) {
                if (message.sequence() == sequence && message.portId() == transport.portId()) {
                    answers.take(message);
                }
            }
        }
        return answers;
    }

    /** Fills the answer buffer; false if something was lost. */
    private boolean receive(NetlinkRequest what) {
        int bytes;
        try {
            bytes = transport.receive(answer);
        } catch (NativeException e) {
            if (e.is(Errno.ENOBUFS)) {
                return false;
            }
            throw new NativeException(what.name(), what.subject(), e.number(), "while waiting for the answer");
        }
        if (bytes > answer.capacity()) {
            answer = ByteBuffer.allocateDirect(bytes);
            return false;
        }
        answer.clear().limit(bytes);
        return true;
    }

    /** What has come in answer to one request. */
    private final class Answers<T> {
        private final Function<NetlinkMessage, Optional<T>> decoder;
        private final boolean single;
        private final List<T> values = new ArrayList<>();
        private @Nullable Acknowledgement verdict;
        private @Nullable MalformedMessageException failure;
        private boolean ended;
        private boolean lost;

        Answers(Function<NetlinkMessage, Optional<T>> decoder, boolean single) {
            this.decoder = decoder;
            this.single = single;
        }

        void take(NetlinkMessage message) {
            lost |= message.has(NLM_F_DUMP_INTR) && message.type() != NLMSG_ERROR;
            switch (message.type()) {
                case NLMSG_NOOP -> {}
                case NLMSG_OVERRUN -> lost = true;
                case NLMSG_ERROR, NLMSG_DONE -> {
                    ended = true;
                    verdict = Acknowledgement.of(message);
                }
                default -> {
                    decode(message);
                    ended |= single;
                }
            }
        }

        /** Keeps a failure for later: the rest of a dump must be read, or the socket is busy for ever. */
        private void decode(NetlinkMessage message) {
            try {
                decoder.apply(message).ifPresent(values::add);
            } catch (MalformedMessageException e) {
                failure = e;
            }
        }

        boolean complete() {
            return !lost || (verdict != null && verdict.errno() != 0);
        }

        boolean refusedWith(Errno errno) {
            return verdict != null && verdict.errno() == errno.number();
        }

        List<T> of(NetlinkRequest what) {
            if (verdict != null && verdict.errno() != 0) {
                throw new NativeException(what.name(), what.subject(), verdict.errno(), detail(verdict));
            }
            if (verdict != null && !verdict.text().isEmpty()) {
                LOG.debug("{}: the kernel warns: {}", what, verdict.text());
            }
            if (failure != null) {
                throw failure;
            }
            return values;
        }
    }

    /** The kernel's own words, and which attribute it means. */
    private String detail(Acknowledgement verdict) {
        StringBuilder text = new StringBuilder(verdict.text());
        verdict.offset().stream()
                .filter(at -> at >= HEADER_BYTES && at <= request.limit() - ATTRIBUTE_HEADER_BYTES)
                .forEach(at -> text.append(" (attribute ")
                        .append(request.getShort(at + 2) & NLA_TYPE_MASK)
                        .append(')'));
        verdict.missing()
                .ifPresent(type -> text.append(" (attribute ").append(type).append(" is missing)"));
        return text.toString().strip();
    }
}
