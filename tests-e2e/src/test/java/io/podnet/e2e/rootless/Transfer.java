// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.rootless;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.testkit.Place;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Sends 100 MB by TCP.
 *
 * @param from the sender, who listens
 * @param port its port
 */
record Transfer(Place from, int port) {
    private static final int CHUNK = 1 << 20;
    private static final int CHUNKS = 100;
    private static final long SEED = 20261124;

    /** Lets somebody fetch it, and compares what was sent with what arrived. */
    void into(Place to, String address, int asPort) throws Exception {
        MessageDigest sent = MessageDigest.getInstance("SHA-256");
        MessageDigest arrived = MessageDigest.getInstance("SHA-256");
        try (ServerSocket server = from.call(() -> new ServerSocket(port));
                Socket client = to.call(Socket::new)) {
            client.setSoTimeout(20_000);
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(server, sent));
            client.connect(new InetSocketAddress(address, asPort), 5_000);
            long bytes;
            try (InputStream in = new DigestInputStream(client.getInputStream(), arrived)) {
                bytes = in.transferTo(OutputStream.nullOutputStream());
            }
            sending.join();
            assertThat(bytes).isEqualTo((long) CHUNK * CHUNKS);
            assertThat(arrived.digest()).isEqualTo(sent.digest());
        }
    }

    private static void send(ServerSocket server, MessageDigest digest) {
        Random random = new Random(SEED);
        byte[] chunk = new byte[CHUNK];
        try (Socket connection = server.accept();
                OutputStream out = new DigestOutputStream(connection.getOutputStream(), digest)) {
            for (int i = 0; i < CHUNKS; i++) {
                random.nextBytes(chunk);
                out.write(chunk);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
