// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.rootless;

import io.podnet.testkit.Place;
import io.podnet.testkit.PrivateHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** A transfer by TCP that goes on until somebody breaks the connection. */
final class EndlessTransfer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ServerSocket server;
    private final Socket client;
    private final CompletableFuture<Socket> accepted = new CompletableFuture<>();
    private final Thread sender;
    private final Thread receiver;
    private final AtomicLong received = new AtomicLong();

    private EndlessTransfer(ServerSocket server, Socket client) {
        this.server = server;
        this.client = client;
        sender = new Thread(this::send, "sender");
        receiver = new Thread(this::receive, "receiver");
    }

    /** Starts it, from a port in one place to another, which reaches that by a port of the host. */
    static EndlessTransfer start(Place from, int port, Place to, int asPort) throws Exception {
        ServerSocket server = from.call(() -> new ServerSocket(port));
        Socket client = to.call(Socket::new);
        EndlessTransfer transfer = new EndlessTransfer(server, client);
        transfer.sender.start();
        client.connect(new InetSocketAddress(PrivateHost.IPV4, asPort), 5_000);
        // Through pasta a server is not heard before its client has said something.
        client.getOutputStream().write(1);
        client.setSoTimeout((int) PATIENCE.toMillis());
        transfer.receiver.start();
        return transfer;
    }

    private void send() {
        byte[] chunk = new byte[1 << 16];
        try (Socket connection = server.accept();
                OutputStream out = connection.getOutputStream()) {
            accepted.complete(connection);
            while (true) {
                out.write(chunk);
            }
        } catch (IOException e) {
            // Broken, or closed.
        }
    }

    private void receive() {
        byte[] chunk = new byte[1 << 16];
        try (InputStream in = client.getInputStream()) {
            for (int bytes = in.read(chunk); bytes >= 0; bytes = in.read(chunk)) {
                received.addAndGet(bytes);
            }
        } catch (IOException e) {
            // Broken, or closed.
        }
    }

    void awaitBytes(long count) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (received.get() < count) {
            if (System.nanoTime() > end) {
                throw new AssertionError("only " + received + " bytes have arrived");
            }
            Thread.sleep(5);
        }
    }

    @Override
    public void close() throws Exception {
        client.close();
        server.close();
        receiver.join();
        // The pod's end hears nothing of the end of a connection whose stack was killed.
        accepted.getNow(client).close();
        sender.join();
    }
}
