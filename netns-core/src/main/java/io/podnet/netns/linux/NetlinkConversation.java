// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetlinkConstants.NLMSG_DONE;
import static io.podnet.netns.linux.NetlinkConstants.NLMSG_ERROR;
import static io.podnet.netns.linux.NetlinkConstants.NLMSG_NOOP;
import static io.podnet.netns.linux.NetlinkConstants.NLMSG_OVERRUN;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_ACK;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_DUMP;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_DUMP_INTR;

import io.podnet.netns.NetnsException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
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

    /** How often a dump is read before we give in to a namespace that never rests. */
    private static final int DUMP_TRIES = 10;

    /** Sockets in different namespaces may have the same port; no two requests of this process have the same number. */
    private static final AtomicInteger SEQUENCE = new AtomicInteger();

    private final NetlinkTransport transport;
    private final ReentrantLock lock = new ReentrantLock();
    private final ByteBuffer request = ByteBuffer.allocateDirect(REQUEST_BYTES);
    private ByteBuffer answer = AnswerBuffers.take();
    private ByteBuffer batch = ByteBuffer.allocate(0);
    private @Nullable List<NetlinkOrder> pending;

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
            requireNothingPending(what);
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
            requireNothingPending(what);
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
            requireNothingPending(what);
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

    /** Orders something that has no answer but the verdict; among others that go {@link #together}, once they all go. */
    void order(NetlinkRequest what) {
        lock.lock();
        try {
            if (pending == null) {
                request(what, message -> Optional.empty());
            } else {
                pending.add(encode(what));
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends orders in one message. The kernel does each, whatever becomes of those before (netlink_rcv_skb() of
     * af_netlink.c); what fails is told of each, and the last one is acknowledged in any case.
     *
     * @param orders gives them by {@link #order}
     * @throws NativeException if the kernel refuses: the first refusal, with the others suppressed in it
     */
    void together(Runnable orders) {
        lock.lock();
        try {
            requireNothingPending("more that go together");
            List<NetlinkOrder> given = new ArrayList<>();
            pending = given;
            try {
                orders.run();
            } finally {
                pending = null;
            }
            if (!given.isEmpty()) {
                send(given, given.get(given.size() - 1));
                awaitVerdicts(given, false);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks by ioctl(2) instead of a message.
     *
     * @param name the request's name
     * @param subject what it is about
     * @param request its number
     * @param argument a direct buffer with the question, which gets the answer
     * @throws NativeException if the kernel refuses
     */
    void control(String name, String subject, long request, ByteBuffer argument) {
        lock.lock();
        try {
            requireNothingPending(name + "(" + subject + ")");
            transport.control(request, argument);
        } catch (NativeException e) {
            throw new NativeException(name, subject, e.number());
        } finally {
            lock.unlock();
        }
    }

    private void requireNothingPending(Object what) {
        if (pending != null) {
            throw new IllegalStateException(what + " among orders that go together: " + pending);
        }
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
            List<NetlinkOrder> all = Stream.of(Stream.of(begin), orders.stream(), Stream.of(end))
                    .flatMap(each -> each)
                    .map(this::encode)
                    .toList();
            // The end has no verdict of its own.
            List<NetlinkOrder> judged = all.subList(0, all.size() - 1);
            send(all, judged.get(judged.size() - 1));
            awaitVerdicts(judged, true);
        } finally {
            lock.unlock();
        }
    }

    private NetlinkOrder encode(NetlinkRequest what) {
        return NetlinkOrder.of(what, SEQUENCE.incrementAndGet(), request);
    }

    /** Sends orders at once, of which one is acknowledged in any case. */
    private void send(List<NetlinkOrder> orders, NetlinkOrder acknowledged) {
        int bytes = orders.stream().mapToInt(NetlinkOrder::length).sum();
        if (batch.capacity() < bytes) {
            batch = ByteBuffer.allocateDirect(bytes);
        }
        batch.clear().order(ByteOrder.nativeOrder());
        orders.forEach(order -> order.put(batch, order.equals(acknowledged) ? NLM_F_ACK : 0));
        transport.send(batch.flip());
    }

    /** Waits for the verdict on the last order; what is said of the first is said of all, if it begins a transaction. */
    private void awaitVerdicts(List<NetlinkOrder> orders, boolean isTransaction) {
        NetlinkOrder first = orders.get(0);
        NetlinkOrder last = orders.get(orders.size() - 1);
        NativeException refusal = null;
        while (true) {
            if (!receive(first.what())) {
                throw new NetnsException(
                        "netns-native", first.what() + ": an answer was lost; it may have been done or not");
            }
            for (NetlinkMessage message : NetlinkMessage.split(answer)) {
                Optional<NetlinkOrder> meant = orders.stream()
                        .filter(order -> order.sequence() == message.sequence())
                        .findFirst();
                if (message.portId() != transport.portId() || message.type() != NLMSG_ERROR || meant.isEmpty()) {
                    continue;
                }
                NetlinkOrder order = meant.get();
                Acknowledgement verdict = Acknowledgement.of(message);
                if (verdict.errno() != 0) {
                    refusal = joined(refusal, order.refusal(verdict));
                }
                if (order.equals(last) || (order.equals(first) && isTransaction)) {
                    if (refusal != null) {
                        throw refusal;
                    }
                    return;
                }
            }
        }
    }

    private static NativeException joined(@Nullable NativeException first, NativeException next) {
        if (first == null) {
            return next;
        }
        first.addSuppressed(next);
        return first;
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
                throw what.refusal(verdict, request);
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
}
