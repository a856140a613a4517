// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netns;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.netns.LinkName;
import io.podnet.netns.Namespaces;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsName;
import io.podnet.testkit.OnPrivateHost;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The example in the README of netns-core is compiled and run: it stands here, word for word. */
@OnPrivateHost
class NetnsReadmeTest {
    private static final Path README = Path.of("../netns-core/README.md");
    private static final Path SOURCE = Path.of("src/test/java/io/podnet/e2e/netns/NetnsReadmeTest.java");

    @Test
    void theReadmesExampleWorks() throws Exception {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, UTF_8));
        try {
            example();
        } finally {
            System.setOut(console);
        }
        assertThat(printed.toString(UTF_8)).isEqualTo("hello from inside\n");
        assertThat(Path.of("/run/netns/blue")).doesNotExist();
    }

    private static void example() throws Exception {
        try (Namespaces namespaces = Namespaces.open();
                Netns blue = namespaces.create(NetnsName.of("blue"))) { // pinned: `ip netns` sees it too
            blue.links().up(LinkName.LOOPBACK);

            // The lambda runs inside, on a thread of its own; the socket stays inside, whoever uses it.
            InetAddress localhost = InetAddress.getLoopbackAddress();
            try (ServerSocket server = blue.call(() -> new ServerSocket(80, 5, localhost));
                    Socket client = blue.call(() -> new Socket(localhost, 80));
                    Socket accepted = server.accept()) {
                accepted.getOutputStream().write("hello from inside\n".getBytes(UTF_8));
                accepted.close();
                System.out.print(new String(client.getInputStream().readAllBytes(), UTF_8));
            }

            // A process inside; no thread of this JVM goes there for it.
            Process process = blue.start(new ProcessBuilder("ip", "-brief", "address").inheritIO());
            process.waitFor();
        } finally {
            try (Namespaces namespaces = Namespaces.open()) {
                namespaces.remove(NetnsName.of("blue"));
            }
        }
    }

    @Test
    void theReadmeShowsThisExample() throws Exception {
        String readme = Files.readString(README);
        int start = readme.indexOf("```java\n", readme.indexOf("## Run a lambda")) + "```java\n".length();
        String example = readme.substring(start, readme.indexOf("```", start));

        assertThat(words(Files.readString(SOURCE))).contains(words(example));
    }

    private static String words(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
