// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.networks;

import io.podnet.base.IpAddresses;
import io.podnet.testkit.Place;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Asks a DNS server for the IPv4 addresses of a name, RFC 1035. */
final class Dns {
    private static final int PORT = 53;
    private static final int TIMEOUT_MILLIS = 5000;
    private static final int RECORD_A = 1;

    private Dns() {}

    static List<InetAddress> ask(Place from, String server, String name) throws Exception {
        byte[] query = query(name);
        byte[] answer = from.call(() -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.setSoTimeout(TIMEOUT_MILLIS);
                socket.send(new DatagramPacket(query, query.length, IpAddresses.parse(server), PORT));
                DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                socket.receive(packet);
                return Arrays.copyOf(packet.getData(), packet.getLength());
            }
        });
        return addresses(ByteBuffer.wrap(answer), query.length);
    }

    private static byte[] query(String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        // Id, recursion desired, one question.
        out.write(new byte[] {7, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        for (String label : name.split("\\.")) {
            out.writeByte(label.length());
            out.write(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.writeByte(0);
        out.writeShort(RECORD_A);
        out.writeShort(1);
        return bytes.toByteArray();
    }

    private static List<InetAddress> addresses(ByteBuffer answer, int start) {
        int count = answer.getShort(6);
        answer.position(start);
        List<InetAddress> addresses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            skipName(answer);
            int type = answer.getShort();
            answer.position(answer.position() + 6);
            byte[] data = new byte[answer.getShort()];
            answer.get(data);
            if (type == RECORD_A) {
                addresses.add(IpAddresses.of(data));
            }
        }
        return addresses;
    }

    private static void skipName(ByteBuffer answer) {
        while (true) {
            int length = answer.get() & 0xff;
            if (length >= 0xc0) {
                answer.get();
                return;
            }
            if (length == 0) {
                return;
            }
            answer.position(answer.position() + length);
        }
    }
}
