// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit;

import io.podnet.testkit.internal.Questions;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import org.apiguardian.api.API;

/**
 * Answers whoever asks, one after the other; see {@link Place#serveTcp(int)}.
 *
 * <p><b>Threads</b>: has one of its own, until it is closed.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class TestServer implements AutoCloseable {
    private final Closeable socket;
    private final int port;
    private final Thread thread;

    private TestServer(String name, Closeable socket, int port, Service service) {
        this.socket = socket;
        this.port = port;
        this.thread = new Thread(() -> serve(service), "server in " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private interface Service {
        void serveOne() throws IOException;
    }

    static TestServer tcp(String name, ServerSocket socket) {
        return new TestServer(name, socket, socket.getLocalPort(), () -> {
            try (Socket connection = socket.accept()) {
                Questions.answer(connection, name);
            }
        });
    }

    static TestServer udp(String name, DatagramSocket socket) {
        return new TestServer(name, socket, socket.getLocalPort(), () -> Questions.answer(socket, name));
    }

    private void serve(Service service) {
        while (!isClosed()) {
            try {
                service.serveOne();
            } catch (IOException e) {
                // One who asks and goes away is no reason to stop; a closed socket ends the loop.
            }
        }
    }

    private boolean isClosed() {
        return socket instanceof ServerSocket tcp ? tcp.isClosed() : ((DatagramSocket) socket).isClosed();
    }

    /**
     * Tells where it listens.
     *
     * @return the port
     */
    public int port() {
        return port;
    }

    /** Stops, and waits until it has. */
    @Override
    public void close() throws IOException {
        socket.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
