// SPDX-License-Identifier: Apache-2.0
package io.podnet.benchmarks.nativeplugins;

import io.podnet.netns.Namespaces;
import io.podnet.netns.Netns;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Connections from the outside to the published port of a pod: how many a second, and how long each takes. */
final class PublishedPath {
    private static final int CONNECTIONS = 3000;
    private static final int WARM_UP = 500;
    private static final String HOST = "203.0.113.2";

    private final PodSpace pod;

    PublishedPath(PodSpace pod) {
        this.pod = pod;
    }

    void measure(String name, int published) throws Exception {
        try (Netns inside = pod.namespaces().open(pod.file());
                ServerSocket server = inside.call(() -> new ServerSocket(80, 128, InetAddress.getByName("0.0.0.0")))) {
            Thread serving = new Thread(() -> serve(server));
            serving.setDaemon(true);
            serving.start();
            List<Long> times = new ArrayList<>();
            long[] whole = new long[1];
            try (Namespaces namespaces = Namespaces.open();
                    Netns outside = namespaces.open(Path.of("/run/netns/outside"))) {
                outside.call(() -> {
                    for (int i = 0; i < WARM_UP; i++) {
                        connect();
                    }
                    long start = System.nanoTime();
                    for (int i = 0; i < CONNECTIONS; i++) {
                        times.add(connect());
                    }
                    whole[0] = System.nanoTime() - start;
                    return true;
                });
            }
            times.sort(null);
            System.out.printf(
                    Locale.ROOT,
                    "%-10s %5d published: %.0f connections a second, median %.0f us, 99th percentile %.0f us%n",
                    name,
                    published,
                    CONNECTIONS * 1e9 / whole[0],
                    times.get(CONNECTIONS / 2) / 1e3,
                    times.get(CONNECTIONS * 99 / 100) / 1e3);
        }
    }

    // The byte comes back once the pod has accepted.
    private long connect() throws IOException {
        long start = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(HOST, pod.hostPort()), 5000);
            socket.setSoTimeout(5000);
            if (socket.getInputStream().read() != 'x') {
                throw new IOException("the pod does not answer");
            }
        }
        return System.nanoTime() - start;
    }

    private static void serve(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                // The asker closes last, so that its port is free again at once.
                socket.setSoLinger(true, 0);
                socket.getOutputStream().write('x');
                socket.shutdownOutput();
                if (socket.getInputStream().read() >= 0) {
                    throw new IOException("nobody sends anything");
                }
            } catch (IOException e) {
                // The asker may be gone, or the measurement over.
            }
        }
    }
}
