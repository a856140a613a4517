// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.forward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** slirp4netns' API socket as slirp4netns 1.2.0 was seen to behave, or worse if a test wants it. */
final class FakeSlirp implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final List<String> requests = new CopyOnWriteArrayList<>();
    private final Path socket;
    private final ServerSocketChannel server;
    private final Map<Integer, JsonNode> forwards = new TreeMap<>();
    private final Thread thread;
    private int lastId;
    private volatile UnaryOperator<String> behaviour = this::answer;
    private volatile int refusedPort;

    FakeSlirp(Path socket) throws IOException {
        this.socket = socket;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        thread = new Thread(this::serve, "fake-slirp");
        thread.setDaemon(true);
        thread.start();
    }

    Path socket() {
        return socket;
    }

    /** Answers every request with the same text; an empty one closes the connection without a word. */
    FakeSlirp answering(String text) {
        behaviour = request -> text;
        return this;
    }

    FakeSlirp refusingPort(int port) {
        refusedPort = port;
        return this;
    }

    private void serve() {
        try {
            while (true) {
                try (SocketChannel channel = server.accept()) {
                    ByteBuffer buffer = ByteBuffer.allocate(4096);
                    channel.read(buffer);
                    String request = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
                    requests.add(request);
                    channel.write(ByteBuffer.wrap(behaviour.apply(request).getBytes(StandardCharsets.UTF_8)));
                }
            }
        } catch (IOException e) {
            // Closed by the test.
        }
    }

    private synchronized String answer(String text) {
        try {
            JsonNode request = JSON.readTree(text);
            JsonNode arguments = request.path("arguments");
            switch (request.path("execute").asText()) {
                case "add_hostfwd" -> {
                    if (arguments.path("host_port").asInt() == refusedPort) {
                        return error("add_hostfwd: slirp_add_hostfwd failed");
                    }
                    forwards.put(++lastId, arguments);
                    return "{\"return\":{\"id\":" + lastId + "}}";
                }
                case "list_hostfwd" -> {
                    ObjectNode answer = JSON.createObjectNode();
                    ArrayNode entries = answer.putArray("entries");
                    forwards.forEach((id, forward) -> entries.add(((ObjectNode) forward.deepCopy()).put("id", id)));
                    return answer.toString();
                }
                case "remove_hostfwd" -> {
                    return forwards.remove(arguments.path("id").asInt()) == null
                            ? error("remove_hostfwd: slirp_remove_hostfwd failed")
                            : "{\"return\":{}}";
                }
                default -> {
                    return error("unknown execute");
                }
            }
        } catch (IOException e) {
            return error("cannot parse JSON");
        }
    }

    private static String error(String what) {
        return "{\"error\":{\"desc\":\"bad request: " + what + "\"}}";
    }

    synchronized List<String> forwards() {
        return forwards.values().stream()
                .map(each -> each.path("proto").asText() + " "
                        + each.path("host_addr").asText() + ":"
                        + each.path("host_port").asInt() + " "
                        + each.path("guest_addr").asText() + ":"
                        + each.path("guest_port").asInt())
                .toList();
    }

    @Override
    public void close() throws IOException {
        server.close();
        // Until its last accept has ended, the socket still takes connections.
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
