// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal;

import io.podnet.testkit.Answer;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What test servers and their clients say: the question is a line, the answer three: server, asker, question. */
public final class Questions {
    private static final int PATIENCE = (int) Duration.ofSeconds(3).toMillis();
    private static final int LONGEST = 1400;

    private Questions() {}

    /** Connects; the socket belongs to the namespace of the calling thread. */
    public static Socket connect(InetSocketAddress server) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(server, PATIENCE);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Connects, so that an ICMP error is an exception; the socket belongs to the namespace of the calling thread. */
    public static DatagramSocket connectUdp(InetSocketAddress server) throws IOException {
        DatagramSocket socket = new DatagramSocket();
        try {
            socket.connect(server);
            return socket;
        } catch (RuntimeException e) {
            socket.close();
            throw new IOException("cannot reach " + server, e);
        }
    }

    /** Asks by TCP. */
    public static Answer ask(Socket socket, String text) throws IOException {
        socket.setSoTimeout(PATIENCE);
        write(socket, text + "\n");
        BufferedReader lines = reader(socket);
        return parse(line(lines), line(lines), line(lines));
    }

    /** Answers one who asks by TCP. */
    public static void answer(Socket socket, String server) throws IOException {
        socket.setSoTimeout(PATIENCE);
        String text = line(reader(socket));
        write(socket, format(server, socket.getInetAddress(), text));
    }

    /** Asks by UDP. */
    public static Answer ask(DatagramSocket socket, String text) throws IOException {
        byte[] question = text.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(question, question.length));
        socket.setSoTimeout(PATIENCE);
        String[] lines = receive(socket).text().split("\n");
        return parse(lines[0], lines[1], lines[2]);
    }

    /** Answers one who asks by UDP. */
    public static void answer(DatagramSocket socket, String server) throws IOException {
        Received question = receive(socket);
        DatagramPacket packet = question.packet();
        byte[] answer = format(server, packet.getAddress(), question.text()).getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
    }

    private record Received(DatagramPacket packet, String text) {}

    private static Received receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[LONGEST], LONGEST);
        socket.receive(packet);
        return new Received(packet, new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
    }

    private static String format(String server, InetAddress asker, String text) {
        return server + "\n" + asker.getHostAddress() + "\n" + text + "\n";
    }

    private static Answer parse(String server, String asker, String text) throws IOException {
        return new Answer(server, InetAddress.getByName(asker), text);
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static String line(BufferedReader reader) throws IOException {
        String line = reader.readLine();
        if (line == null) {
            throw new EOFException("the other side closed the connection");
        }
        return line;
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream stream = socket.getOutputStream();
        stream.write(text.getBytes(StandardCharsets.UTF_8));
        stream.flush();
    }
}
