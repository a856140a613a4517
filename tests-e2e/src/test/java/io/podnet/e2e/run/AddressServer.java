// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.run;

import io.podnet.testkit.PrivateHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tells every client, by TCP and UDP on port 80, from which address it came. Runs as a process inside a pod. */
final class AddressServer {
    static final int PORT = 80;

    private AddressServer() {}

    static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-cp",
                Path.of("target/test-classes").toAbsolutePath().toString(),
                AddressServer.class.getName());
    }

    /** The same, served by the outside world. */
    static List<String> inOutsideWorld() {
        List<String> command = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + PrivateHost.OUTSIDE, "--"));
        command.addAll(command());
        return command;
    }

    public static void main(String[] arguments) throws Exception {
        try (ServerSocket tcp = new ServerSocket(PORT);
                DatagramSocket udp = new DatagramSocket(PORT)) {
            Thread datagrams = new Thread(() -> serve(udp));
            datagrams.setDaemon(true);
            datagrams.start();
            System.out.println("ready");
            while (true) {
                try (Socket client = tcp.accept()) {
                    client.getOutputStream().write(answer(client.getInetAddress()));
                }
            }
        }
    }

    private static void serve(DatagramSocket socket) {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[64], 64);
                socket.receive(packet);
                packet.setData(answer(packet.getAddress()));
                socket.send(packet);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] answer(InetAddress client) {
        return client.getHostAddress().getBytes(StandardCharsets.US_ASCII);
    }
}
