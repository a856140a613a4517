// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.cni;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.testkit.Place;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/** A number of bytes by TCP, and how long they take. */
final class Transfer {
    private static final int PATIENCE_MILLIS = 15_000;

    private Transfer() {}

    static Duration of(int bytes, Place from, Place to, String address) throws Exception {
        try (ServerSocket server = to.call(() -> new ServerSocket(0));
                Socket sender = from.call(() -> connect(new InetSocketAddress(address, server.getLocalPort())));
                Socket receiver = server.accept()) {
            receiver.setSoTimeout(PATIENCE_MILLIS);
            Thread sending = new Thread(() -> send(sender, bytes), "sends to " + to);
            long start = System.nanoTime();
            sending.start();
            int received = receiver.getInputStream().readNBytes(bytes).length;
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            sending.join();
            assertThat(received).isEqualTo(bytes);
            return took;
        }
    }

    private static Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(address, PATIENCE_MILLIS);
        return socket;
    }

    private static void send(Socket sender, int bytes) {
        try (OutputStream out = sender.getOutputStream()) {
            out.write(new byte[bytes]);
        } catch (IOException e) {
            // The other end has fewer bytes then, and says so.
        }
    }
}
