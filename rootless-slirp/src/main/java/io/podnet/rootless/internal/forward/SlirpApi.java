// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.forward;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.Protocol;
import io.podnet.rootless.RootlessException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Talks to slirp4netns' API socket: one connection, one JSON object, one answer (slirp4netns(1), API socket).
 *
 * <p>It reads its request with a single read(2) of less than 4096 bytes, dies of a request without "proto", and takes
 * ports beyond 65535 for others; so requests go out in one write and are complete and checked.
 */
final class SlirpApi {
    private static final Logger LOG = LoggerFactory.getLogger(SlirpApi.class.getPackageName());
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final long POLL_NANOS = 200_000;
    private static final int MAX_REQUEST = 4095;
    private static final int MAX_ANSWER = 4 * 1024 * 1024;
    private static final int MAX_PORT = 65535;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path socket;
    private final Duration limit;

    SlirpApi(Path socket) {
        this(socket, LIMIT);
    }

    SlirpApi(Path socket, Duration limit) {
        this.socket = socket;
        this.limit = limit;
    }

    /**
     * A forward, as slirp4netns knows it.
     *
     * @param protocol TCP or UDP
     * @param host the host's address that listens
     * @param hostPort the host's port
     * @param guest the address it leads to
     * @param guestPort the port it leads to
     */
    record HostForward(Protocol protocol, Inet4Address host, int hostPort, Inet4Address guest, int guestPort) {
        HostForward {
            if (protocol == Protocol.SCTP) {
                throw new InvalidValueException("protocol", protocol, "slirp4netns forwards tcp and udp");
            }
            checkPort(hostPort);
            checkPort(guestPort);
        }

        private static void checkPort(int port) {
            if (port < 1 || port > MAX_PORT) {
                throw new InvalidValueException("port", port, "must be 1 to 65535");
            }
        }
    }

    /**
     * An entry of slirp4netns' list.
     *
     * @param id the number to remove it by
     * @param forward what it forwards
     */
    record Entry(int id, HostForward forward) {}

    /** Refused by slirp4netns itself, which goes on working. */
    static final class RefusedException extends RootlessException {
        private static final long serialVersionUID = 1L;

        RefusedException(String description) {
            super("rootless-slirp-refused", "error from slirp4netns while setting up port redirection: " + description);
        }
    }

    void add(HostForward forward) {
        ObjectNode arguments = JSON.createObjectNode();
        arguments.put("proto", forward.protocol().toString());
        arguments.put("host_addr", IpAddresses.format(forward.host()));
        arguments.put("host_port", forward.hostPort());
        arguments.put("guest_addr", IpAddresses.format(forward.guest()));
        arguments.put("guest_port", forward.guestPort());
        call("add_hostfwd", arguments).requireDone();
    }

    void remove(int id) {
        call("remove_hostfwd", JSON.createObjectNode().put("id", id)).requireDone();
    }

    List<Entry> list() {
        return call("list_hostfwd", null).entries();
    }

    private SlirpAnswer call(String execute, @Nullable ObjectNode arguments) {
        ObjectNode request = JSON.createObjectNode().put("execute", execute);
        if (arguments != null) {
            request.set("arguments", arguments);
        }
        long start = System.nanoTime();
        String answer = exchange(request.toString());
        LOG.debug(
                "slirp4netns at {} took {} ms: {}: {}",
                socket,
                Duration.ofNanos(System.nanoTime() - start).toMillis(),
                request,
                answer.strip());
        return SlirpAnswer.read(socket, answer);
    }

    private String exchange(String request) {
        ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
        if (bytes.remaining() > MAX_REQUEST) {
            throw new IllegalArgumentException("a request of more than " + MAX_REQUEST + " bytes: " + request);
        }
        long end = System.nanoTime() + limit.toNanos();
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.configureBlocking(false);
            if (channel.write(bytes) < bytes.limit()) {
                throw new IOException("the request did not fit into the socket");
            }
            return read(channel, end);
        } catch (IOException e) {
            throw failure("cannot be asked: " + e.getMessage(), e);
        }
    }

    private String read(SocketChannel channel, long end) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        while (true) {
            int count = channel.read(buffer);
            if (count < 0) {
                if (answer.size() == 0) {
                    throw failure("closed the connection without an answer", null);
                }
                return answer.toString(StandardCharsets.UTF_8);
            }
            answer.write(buffer.array(), 0, buffer.position());
            buffer.clear();
            if (answer.size() > MAX_ANSWER) {
                throw failure("answers without end", null);
            }
            if (count == 0) {
                if (System.nanoTime() - end > 0) {
                    throw failure("did not answer within " + limit.toMillis() + " ms", null);
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }

    private RootlessException failure(String what, @Nullable Throwable cause) {
        return failure(socket, what, cause);
    }

    static RootlessException failure(Path socket, String what, @Nullable Throwable cause) {
        return new RootlessException("rootless-slirp-api", "slirp4netns at " + socket + " " + what, cause);
    }
}
