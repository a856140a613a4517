// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.run;

import io.podnet.netns.Namespaces;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsName;
import io.podnet.testkit.PrivateHost;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks an {@link AddressServer}. */
final class Client {
    private static final int TIMEOUT_MILLIS = 5000;

    private Client() {}

    static String tcp(String host, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    static String udp(String host, int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(InetAddress.getByName(host), port);
            socket.send(new DatagramPacket(new byte[] {'?'}, 1));
            DatagramPacket answer = new DatagramPacket(new byte[64], 64);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
        }
    }

    /** Asks from a third host. */
    static <T> T outside(Asking<T> asking) throws IOException {
        try (Namespaces namespaces = Namespaces.open();
                Netns outside = namespaces.open(NetnsName.of(PrivateHost.OUTSIDE))) {
            return outside.call(asking::ask);
        }
    }

    interface Asking<T> {
        T ask() throws IOException;
    }
}
