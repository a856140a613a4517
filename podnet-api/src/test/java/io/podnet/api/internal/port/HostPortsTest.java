// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.api.DnsSettings;
import io.podnet.api.NetworkMode;
import io.podnet.api.PodException;
import io.podnet.api.PodId;
import io.podnet.api.PodState;
import io.podnet.api.internal.record.NetnsPlace;
import io.podnet.api.internal.record.PodPlan;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Sandbox;
import io.podnet.base.BootId;
import io.podnet.base.PortMapping;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HostPortsTest {
    private static final PodId SELF = PodId.random();

    private static HostPorts claim(String... mappings) {
        return claim(List.of(), mappings);
    }

    private static HostPorts claim(List<PodRecord> others, String... mappings) {
        return HostPorts.claim(
                List.of(mappings).stream().map(PortMapping::parse).toList(), () -> new PodPorts(SELF, others));
    }

    private static PodRecord pod(String name, String... published) {
        Sandbox sandbox = new Sandbox(
                new BootId("b"),
                new NetnsPlace.Pinned("n"),
                OptionalLong.empty(),
                List.of(),
                List.of(published).stream().map(PortMapping::parse).toList(),
                List.of());
        return new PodRecord(
                PodId.random(),
                name,
                Instant.EPOCH,
                new PodPlan(
                        NetworkMode.bridge(), List.of(), false, List.of(), List.of(), DnsSettings.none(), List.of()),
                Optional.empty(),
                PodState.RUNNING,
                Optional.empty(),
                Optional.of(sandbox));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void keepsEverybodyElseFromThePort() throws Exception {
        int port = freePort();
        try (HostPorts ports = claim(port + ":80", port + ":53/udp")) {
            assertThat(ports.chosen())
                    .extracting(PortMapping::toString)
                    .containsExactly(port + ":80/tcp", port + ":53/udp");
            for (boolean reuse : new boolean[] {true, false}) {
                try (ServerSocket other = new ServerSocket()) {
                    other.setReuseAddress(reuse);
                    assertThatThrownBy(() -> other.bind(new InetSocketAddress("127.0.0.1", port)))
                            .isInstanceOf(BindException.class);
                }
            }
            assertThatThrownBy(() -> new DatagramSocket(port).close()).isInstanceOf(BindException.class);
            // Whoever comes past the firewall's rules is refused, and does not wait for an answer.
            assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
        }
        new ServerSocket(port).close();
    }

    @Test
    void doesWithPortsOnWhichConnectionsLinger() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                // Whoever closes first gets the TIME_WAIT.
                server.accept().close();
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
        }
        try (HostPorts ports = claim(port + ":80")) {
            assertThatThrownBy(() -> new ServerSocket(port).close()).isInstanceOf(BindException.class);
        }
    }

    @Test
    void saysInPodmansWordsThatAPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> claim(port + ":80"))
                    .isInstanceOfSatisfying(
                            PodException.class, e -> assertThat(e.errorCode()).isEqualTo("port-in-use"))
                    .hasMessage(
                            "cannot listen on the TCP port: listen tcp4 :" + port + ": bind: address already in use");
            assertThatThrownBy(() -> claim("127.0.0.1:" + port + ":80"))
                    .hasMessage("cannot listen on the TCP port: listen tcp4 127.0.0.1:" + port
                            + ": bind: address already in use");
            assertThatThrownBy(() -> claim("[::1]:" + port + ":80"))
                    .hasMessage("cannot listen on the TCP port: listen tcp6 [::1]:" + port
                            + ": bind: address already in use");
        }
        try (DatagramSocket taken = new DatagramSocket()) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> claim(port + ":53/udp"))
                    .hasMessage(
                            "cannot listen on the UDP port: listen udp4 :" + port + ": bind: address already in use");
        }
    }

    @Test
    void saysThatAnAddressIsNotTheHosts() {
        assertThatThrownBy(() -> claim("192.0.2.77:8080:80"))
                .hasMessage("cannot listen on the TCP port: listen tcp4 192.0.2.77:8080: bind: cannot assign requested"
                        + " address");
    }

    @Test
    void letsGoOfAllIfOneIsTaken() throws Exception {
        int free = freePort();
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> claim(free + ":80", taken.getLocalPort() + ":81"))
                    .isInstanceOf(PodException.class);
            new ServerSocket(free).close();
        }
    }

    @Test
    void refusesTheSamePortTwice() throws Exception {
        int port = freePort();
        assertThatThrownBy(() -> claim(port + ":80", port + ":81"))
                .hasMessageEndingWith("bind: address already in use");
        assertThatThrownBy(() -> claim("9999:80/sctp", "127.0.0.1:9999:81/sctp"))
                .hasMessage(
                        "cannot listen on the SCTP port: listen sctp4 127.0.0.1:9999: bind: address already in use");
    }

    @Test
    void drawsFreePortsAndKeepsRangesTogether() {
        try (HostPorts ports = claim("80", "90-93", "127.0.0.1::53/udp", "99/sctp")) {
            List<PortMapping> chosen = ports.chosen();
            assertThat(chosen)
                    .hasSize(7)
                    .allSatisfy(each -> assertThat(each.hostPort()).isPositive());
            int first = chosen.get(1).hostPort();
            assertThat(chosen.subList(1, 5))
                    .extracting(PortMapping::hostPort)
                    .containsExactly(first, first + 1, first + 2, first + 3);
            assertThat(chosen.subList(1, 5))
                    .extracting(PortMapping::containerPort)
                    .containsExactly(90, 91, 92, 93);
        }
    }

    @Test
    void seesThePortsOfPodsThatHoldNoSocket() throws Exception {
        int port = freePort();
        List<PodRecord> others = List.of(pod("web", port + ":80", "9999:1/sctp"));
        assertThatThrownBy(() -> claim(others, port + ":80"))
                .hasMessage("cannot listen on the TCP port: listen tcp4 :" + port
                        + ": bind: address already in use (published by pod web)");
        assertThatThrownBy(() -> claim(others, "127.0.0.1:" + port + ":80"))
                .hasMessageEndingWith("(published by pod web)");
        assertThatThrownBy(() -> claim(others, "9999:80/sctp")).hasMessageEndingWith("(published by pod web)");
        claim(others, port + ":80/udp").close();
    }

    @Test
    void namesThePodWhoseSocketIsInTheWay() throws Exception {
        int port = freePort();
        try (HostPorts web = claim(port + ":80")) {
            assertThatThrownBy(() -> claim(List.of(pod("web", port + ":80")), port + ":80"))
                    .hasMessageEndingWith("bind: address already in use (published by pod web)");
        }
    }

    @Test
    void twoPodsMayHaveOnePortOnDifferentAddresses() throws Exception {
        int port = freePort();
        try (HostPorts one = claim("127.0.0.1:" + port + ":80")) {
            List<PodRecord> others = List.of(pod("web", "127.0.0.1:" + port + ":80"));
            claim(others, "127.0.0.2:" + port + ":80").close();
        }
    }

    @Test
    void readsNoRecordsWithoutPorts() {
        HostPorts.claim(List.of(), () -> {
                    throw new AssertionError("the records are not needed");
                })
                .close();
    }
}
