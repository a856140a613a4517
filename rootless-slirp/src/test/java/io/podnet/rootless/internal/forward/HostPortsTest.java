// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.base.PortMapping;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import org.junit.jupiter.api.Test;

class HostPortsTest {
    @Test
    void choosesFreePortsInARow() {
        PortMapping chosen = HostPorts.choose(PortMapping.parse("127.0.0.1::80-89"));
        assertThat(chosen.hostPort()).isGreaterThanOrEqualTo(1024);
        assertThat(chosen.range()).isEqualTo(10);
        assertThat(HostPorts.problem(chosen)).isEmpty();
    }

    @Test
    void leavesGivenPortsAlone() {
        assertThat(HostPorts.choose(PortMapping.tcp(8080, 80))).isEqualTo(PortMapping.tcp(8080, 80));
    }

    @Test
    void findsTheOneThatIsTakenInARange() throws IOException {
        PortMapping range = HostPorts.choose(PortMapping.parse("127.0.0.1::80-82"));
        int taken = range.hostPort() + 1;
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
            server.bind(new InetSocketAddress("127.0.0.1", taken));
            assertThat(HostPorts.problem(range).orElseThrow())
                    .startsWith("listen tcp 127.0.0.1:" + taken + ": bind: address already in use; choose another");
        }
    }

    // libslirp sets SO_REUSEADDR, with which two UDP sockets share a port silently.
    @Test
    void findsAUdpPortThatWouldBeShared() throws IOException {
        PortMapping mapping = HostPorts.choose(PortMapping.parse("127.0.0.1::53/udp"));
        try (DatagramChannel other = DatagramChannel.open(StandardProtocolFamily.INET)) {
            other.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            other.bind(new InetSocketAddress("127.0.0.1", mapping.hostPort()));
            assertThat(HostPorts.problem(mapping))
                    .hasValueSatisfying(text ->
                            assertThat(text).contains("listen udp 127.0.0.1:").contains("address already in use"));
        }
    }

    @Test
    void knowsTheAddressesOfTheHost() {
        assertThat(HostPorts.problem(PortMapping.parse("203.0.113.9:8080:80")).orElseThrow())
                .isEqualTo("listen tcp 203.0.113.9:8080: bind: cannot assign requested address; this host has no"
                        + " address 203.0.113.9");
    }
}
