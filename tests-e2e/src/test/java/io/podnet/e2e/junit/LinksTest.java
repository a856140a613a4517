// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.podnet.base.InvalidValueException;
import io.podnet.junit.Host;
import io.podnet.junit.Hosts;
import io.podnet.junit.HostsException;
import io.podnet.junit.PodnetHosts;
import io.podnet.junit.RequiresNetem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What can be done to links, seen by those who use them. */
@PodnetHosts({"alpha", "beta", "gamma"})
class LinksTest {
    private static final int PORT = 7000;

    @Test
    void hostsReachEachOtherByBothAddresses(Host alpha, Host beta) throws Exception {
        awaitReach(alpha, beta.ipv4());
        awaitReach(alpha, beta.ipv6());
        assertThat(alpha.exec("ip", "-brief", "address", "show", "eth0")
                        .succeeded()
                        .output())
                .contains("192.0.2.1/24", "2001:db8::1/64");
        assertThat(alpha.at(80)).hasToString("/192.0.2.1:80");
    }

    @Test
    void aCutLinkHasNoCarrierUntilItIsHealed(Host alpha, Host beta, Host gamma) throws Exception {
        beta.link().cut();
        beta.link().cut();
        assertThat(reaches(alpha, beta.ipv4())).isFalse();
        assertThat(reaches(beta, alpha.ipv6())).isFalse();
        awaitReach(alpha, gamma.ipv4());
        assertThat(beta.exec("cat", "/proc/net/dev").output()).contains("eth0");
        assertThat(beta.exec("ip", "link", "show", "eth0").output()).contains("NO-CARRIER");
        assertThat(beta.link())
                .hasToString("link of beta, Faults[cut=true, bitsPerSecond=0, lossPercent=0.0, delay=PT0S]");

        beta.link().heal();
        awaitReach(alpha, beta.ipv4());
        awaitReach(beta, alpha.ipv6());
    }

    @Test
    void partitionsSplitFurtherUntilTheyAreHealed(Hosts hosts, Host alpha, Host beta, Host gamma) throws Exception {
        hosts.partition(alpha);
        assertThat(reaches(alpha, beta.ipv4())).isFalse();
        assertThat(reaches(gamma, alpha.ipv6())).isFalse();
        awaitReach(beta, gamma.ipv4());
        hosts.partition(beta);
        assertThat(reaches(beta, gamma.ipv4())).isFalse();
        hosts.heal();
        awaitReach(alpha, beta.ipv4());
        awaitReach(beta, gamma.ipv4());
    }

    @Test
    void aWayIsBlockedInOneDirection(Hosts hosts, Host alpha, Host beta) throws Exception {
        try (DatagramSocket a = alpha.call(() -> new DatagramSocket(alpha.at(PORT)));
                DatagramSocket b = beta.call(() -> new DatagramSocket(beta.at(PORT)))) {
            // Each has to know the other's Ethernet address first: asking for it takes both directions.
            assertThat(arrives(a, b)).isTrue();
            assertThat(arrives(b, a)).isTrue();
            hosts.block(alpha, beta);
            assertThat(arrives(a, b)).isFalse();
            assertThat(arrives(b, a)).isTrue();
            hosts.heal();
            assertThat(arrives(a, b)).isTrue();
        }
    }

    @Test
    void aLossyLinkLosesItsPart(Host alpha, Host beta) throws Exception {
        try (DatagramSocket a = alpha.call(() -> new DatagramSocket(alpha.at(PORT)));
                DatagramSocket b = beta.call(() -> new DatagramSocket(beta.at(PORT)))) {
            assertThat(arrives(a, b)).isTrue();
            beta.link().lose(100);
            assertThat(arrivals(a, b, 20)).isZero();
            beta.link().lose(50);
            // 200 of 400, and nine standard deviations to either side: wrong once in 10^18 runs.
            assertThat(arrivals(a, b, 400)).isBetween(110, 290);
            beta.link().lose(0);
            assertThat(arrivals(a, b, 100)).isEqualTo(100);
        }
    }

    @Test
    void aLimitedLinkCarriesNoMoreThanThat(Host alpha, Host beta) throws Exception {
        int bytes = 1_000_000;
        beta.link().limit(8_000_000);
        assertThat(transfer(alpha, beta, bytes)).isGreaterThan(Duration.ofMillis(700));
        assertThat(transfer(beta, alpha, bytes)).isGreaterThan(Duration.ofMillis(700));
        // Another limit takes the place of the first.
        beta.link().limit(1_000_000_000);
        assertThat(beta.exec("tc", "qdisc", "show", "dev", "eth0").output()).contains("rate 1Gbit");
        transfer(alpha, beta, bytes);
        beta.link().heal();
        assertThat(beta.exec("tc", "qdisc", "show", "dev", "eth0").output()).doesNotContain("tbf");
    }

    @Test
    @RequiresNetem
    void aDelayedLinkTakesItsTimeEachWay(Host alpha, Host beta) throws Exception {
        awaitReach(alpha, beta.ipv4());
        beta.link().delay(Duration.ofMillis(150));
        beta.link().limit(10_000_000);
        long start = System.nanoTime();
        awaitReach(alpha, beta.ipv4());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
    }

    @Test
    void aDelayThatTheKernelCannotMakeIsRefusedAndChangesNothing(Host alpha, Host beta) throws Exception {
        beta.link().limit(5_000_000);
        try {
            beta.link().delay(Duration.ofMillis(10));
            assumeThat(true).as("a kernel without netem").isFalse();
        } catch (HostsException e) {
            assertThat(e.errorCode()).isEqualTo("hosts-no-netem");
            assertThat(e).hasMessageStartingWith("cannot delay the link of host beta: this kernel has no netem (");
        }
        assertThat(beta.exec("tc", "qdisc", "show", "dev", "eth0").output()).contains("tbf", "rate 5Mbit");
        assertThat(beta.link().toString()).contains("bitsPerSecond=5000000", "delay=PT0S");
    }

    @Test
    void badValuesAreRefused(Hosts hosts, Host alpha) {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> alpha.link().limit(10));
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> alpha.link().lose(101));
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> hosts.get("delta"))
                .withMessage("invalid host name \"delta\": there are alpha, beta, gamma");
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> Hosts.create("x", "x"));
    }

    /** A host that has looked for another one in vain goes on to believe that for a moment. */
    private static void awaitReach(Host from, InetAddress to) {
        await().atMost(Duration.ofSeconds(20)).until(() -> reaches(from, to));
    }

    /** Tells whether a host hears another one. */
    private static boolean reaches(Host from, InetAddress to) throws IOException {
        return from.call(() -> {
            try (Socket socket = new Socket()) {
                // Nobody listens: to be refused is to have been heard.
                socket.connect(new InetSocketAddress(to, PORT), 1000);
                return true;
            } catch (SocketTimeoutException e) {
                return false;
            } catch (SocketException e) {
                return String.valueOf(e.getMessage()).contains("refused");
            }
        });
    }

    private static boolean arrives(DatagramSocket from, DatagramSocket to) throws IOException {
        return arrivals(from, to, 1) == 1;
    }

    /** How many of so many datagrams arrive. */
    private static int arrivals(DatagramSocket from, DatagramSocket to, int count) throws IOException {
        byte[] payload = {42};
        int arrived = 0;
        for (int i = 0; i < count; i++) {
            from.send(new DatagramPacket(payload, 1, to.getLocalSocketAddress()));
            if (i % 100 == 99 || i == count - 1) {
                // Before the receiver's buffer is full. A veth delivers before send returns, but for a softirq that is
                // busy.
                to.setSoTimeout(count == 1 ? 1000 : 500);
                try {
                    while (arrived <= i) {
                        to.receive(new DatagramPacket(new byte[1], 1));
                        arrived++;
                    }
                } catch (SocketTimeoutException e) {
                    // The rest is lost.
                }
            }
        }
        return arrived;
    }

    private static Duration transfer(Host from, Host to, int bytes) throws Exception {
        try (ServerSocket server = to.call(() -> new ServerSocket(PORT));
                Socket out = from.call(() -> new Socket(to.ipv4(), PORT));
                Socket in = server.accept()) {
            long start = System.nanoTime();
            Thread sender = new Thread(() -> {
                try (OutputStream stream = out.getOutputStream()) {
                    stream.write(new byte[bytes]);
                } catch (IOException e) {
                    // The receiver gets too little, and says so.
                }
            });
            sender.start();
            try (InputStream stream = in.getInputStream()) {
                assertThat(stream.readNBytes(bytes)).hasSize(bytes);
            }
            sender.join();
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }
}
