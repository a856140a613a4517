// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit.internal.capture;

import io.podnet.junit.HostsException;
import io.podnet.junit.internal.net.Switch;
import io.podnet.netns.Netns;
import io.podnet.netns.linux.Descriptor;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.Syscalls;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A packet socket in the host's namespace, packet(7), that a thread of this JVM reads from outside. */
final class SocketSource implements PacketSource, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SocketSource.class.getPackageName());

    // linux/if_packet.h, linux/if_ether.h, asm-generic/socket.h
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final short ETH_P_ALL = 3;
    private static final int SO_RCVBUF = 8;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_RCVBUFFORCE = 33;

    private static final int QUEUE_BYTES = 8 << 20;
    private static final long PAUSE_MICROS = 50_000;

    /** Segments that the host has not cut up yet are as long as that (tcp segmentation offload). */
    private static final int LONGEST_PACKET = 1 << 17;

    /** What is on its way when the test ends still belongs to it; but not for ever. */
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String host;
    private final Descriptor socket;
    private final PcapFile file;
    private final Thread thread;
    private volatile boolean stopping;
    private @Nullable RuntimeException failure;

    private SocketSource(String host, Descriptor socket, PcapFile file) {
        this.host = host;
        this.socket = socket;
        this.file = file;
        this.thread = new Thread(this, "podnet-capture-" + host);
        thread.setDaemon(true);
    }

    static PacketSource start(String host, Netns namespace, PcapFile file) {
        int index = namespace.links().find(Switch.HOST_END).orElseThrow().index();
        // The socket stays where it was opened; the thread does not go there.
        Descriptor socket = namespace.call(() -> open(index));
        SocketSource source = new SocketSource(host, socket, file);
        source.thread.start();
        return source;
    }

    private static Descriptor open(int link) {
        // Deaf until it is bound to the link: protocol 0.
        Descriptor socket = Syscalls.socket(AF_PACKET, SOCK_RAW, 0);
        try {
            lengthenQueue(socket);
            ByteBuffer pause = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
            Syscalls.setsockopt(socket, Syscalls.SOL_SOCKET, SO_RCVTIMEO, pause.putLong(8, PAUSE_MICROS));
            // struct sockaddr_ll; the protocol is in the network's byte order
            ByteBuffer address = ByteBuffer.allocateDirect(20).order(ByteOrder.nativeOrder());
            address.putShort(0, (short) AF_PACKET).putInt(4, link);
            address.order(ByteOrder.BIG_ENDIAN).putShort(2, ETH_P_ALL);
            Syscalls.bind(socket, address);
            return socket;
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static void lengthenQueue(Descriptor socket) {
        try {
            Syscalls.setsockopt(socket, Syscalls.SOL_SOCKET, SO_RCVBUFFORCE, QUEUE_BYTES);
        } catch (NativeException e) {
            if (!e.is(Errno.EPERM)) {
                throw e;
            }
            // Root of a user namespace gets what the system allows everybody: socket(7), rmem_max.
            Syscalls.setsockopt(socket, Syscalls.SOL_SOCKET, SO_RCVBUF, QUEUE_BYTES);
        }
    }

    @Override
    public void run() {
        try {
            read(ByteBuffer.allocateDirect(LONGEST_PACKET));
        } catch (NativeException | UncheckedIOException e) {
            failure = e;
        } finally {
            socket.close();
        }
    }

    private void read(ByteBuffer buffer) {
        long end = Long.MAX_VALUE;
        while (System.nanoTime() < end) {
            if (stopping && end == Long.MAX_VALUE) {
                end = System.nanoTime() + DRAIN_NANOS;
            }
            buffer.clear();
            try {
                buffer.limit(Syscalls.receive(socket, buffer, 0));
            } catch (NativeException e) {
                if (e.is(Errno.EAGAIN) && stopping) {
                    return;
                }
                // The host may switch its link off, and on again.
                if (e.is(Errno.EAGAIN) || e.is(Errno.ENETDOWN)) {
                    continue;
                }
                throw e;
            }
            if (!file.add(Instant.now(), buffer)) {
                LOG.warn("the capture of host {} has reached {} bytes and ends", host, PcapFile.MOST_BYTES);
                return;
            }
        }
    }

    @Override
    public void stop() {
        stopping = true;
        join(thread);
        if (failure != null) {
            throw new HostsException("hosts-capture", "the capture of host " + host + " broke off", failure);
        }
    }

    /** An interruption is kept for later: the thread is about to end. */
    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join(Duration.ofSeconds(10).toMillis());
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
