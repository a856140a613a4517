// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.forward;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Talks to slirp4netns' API socket: one connection, one JSON object, one answer (slirp4netns(1), API socket).
 *
 * <p>It reads its request with a single read(2) of less than 4096 bytes, dies of a request without "proto", and takes
 * ports beyond 65535 for others; so requests go out in one write and are complete and checked.
 */
final class SlirpApi {
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
        call("add_hostfwd", arguments);
    }

    void remove(int id) {
        call("remove_hostfwd", JSON.createObjectNode().put("id", id));
    }

    List<Entry> list() {
        JsonNode answer = call("list_hostfwd", null);
        // The manual wraps the list in "return"; up to 1.3 the program does not.
        JsonNode entries = answer.has("return") ? answer.path("return").path("entries") : answer.path("entries");
        if (!entries.isArray()) {
            throw unusable(answer.toString(), null);
        }
        List<Entry> list = new ArrayList<>();
        for (JsonNode entry : entries) {
            try {
                list.add(new Entry(
                        entry.path("id").asInt(),
                        new HostForward(
                                Protocol.parse(entry.path("proto").asText()),
                                ipv4(entry, "host_addr"),
                                entry.path("host_port").asInt(),
                                ipv4(entry, "guest_addr"),
                                entry.path("guest_port").asInt())));
            } catch (InvalidValueException e) {
                throw unusable(entry.toString(), e);
            }
        }
        return list;
    }

    private static Inet4Address ipv4(JsonNode entry, String field) {
        if (IpAddresses.parse(field, entry.path(field).asText()) instanceof Inet4Address address) {
            return address;
        }
        throw new InvalidValueException(field, entry.path(field).asText(), "not an IPv4 address");
    }

    private JsonNode call(String execute, @Nullable ObjectNode arguments) {
        ObjectNode request = JSON.createObjectNode().put("execute", execute);
        if (arguments != null) {
            request.set("arguments", arguments);
        }
        String text = exchange(request.toString());
        JsonNode answer;
        try {
            answer = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw unusable(text, e);
        }
        if (!answer.isObject()) {
            throw unusable(text, null);
        }
        if (answer.has("error")) {
            throw new RefusedException(answer.path("error").path("desc").asText(answer.toString()));
        }
        if (!execute.equals("list_hostfwd") && !answer.has("return")) {
            throw unusable(text, null);
        }
        return answer;
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

    private RootlessException unusable(String answer, @Nullable Throwable cause) {
        String shown = answer.length() > 200 ? answer.substring(0, 200) + "..." : answer;
        return failure("answers what cannot be used: " + shown, cause);
    }

    private RootlessException failure(String what, @Nullable Throwable cause) {
        return new RootlessException("rootless-slirp-api", "slirp4netns at " + socket + " " + what, cause);
    }
}
