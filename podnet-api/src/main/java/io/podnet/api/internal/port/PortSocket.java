// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.port;

import io.podnet.base.IpAddresses;
import io.podnet.base.PortMapping;
import io.podnet.base.Protocol;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.Optional;

/**
 * A socket that keeps everybody else from a port of the host. The firewall's DNAT rules see packets before it does, so it
 * gets none of the pod's traffic.
 *
 * @param port what it holds; the host port is the one that was chosen if none was wanted
 * @param channel the socket
 */
record PortSocket(PortMapping port, NetworkChannel channel) implements AutoCloseable {
    /**
     * Takes one port.
     *
     * @param wanted a mapping of one port over TCP or UDP; port 0 for a free one
     * @throws PortTakenException if it cannot be had
     */
    static PortSocket open(PortMapping wanted) {
        try {
            NetworkChannel channel = wanted.protocol() == Protocol.TCP ? tcp(wanted) : udp(wanted);
            int chosen = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            return new PortSocket(wanted.withHostPort(chosen), channel);
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            throw new PortTakenException(wanted, reason, e);
        }
    }

    // Bound, but not listening: whoever comes past the rules (to ::1 on an IPv4 network, say) is refused at once
    // instead
    // of waiting for an answer. Without SO_REUSEADDR such a socket excludes everybody (inet_csk_get_port in the
    // kernel),
    // but the remains of closed connections exclude it; then a listening one, which only excludes listeners, has to do.
    private static NetworkChannel tcp(PortMapping wanted) throws IOException {
        Optional<StandardProtocolFamily> family = family(wanted);
        try {
            SocketChannel bound = family.isPresent() ? SocketChannel.open(family.get()) : SocketChannel.open();
            return bind(bound, () -> bound.bind(address(wanted)));
        } catch (BindException e) {
            ServerSocketChannel listening =
                    family.isPresent() ? ServerSocketChannel.open(family.get()) : ServerSocketChannel.open();
            return bind(listening, () -> listening.bind(address(wanted)));
        }
    }

    private static NetworkChannel udp(PortMapping wanted) throws IOException {
        Optional<StandardProtocolFamily> family = family(wanted);
        DatagramChannel channel = family.isPresent() ? DatagramChannel.open(family.get()) : DatagramChannel.open();
        return bind(channel, () -> channel.bind(address(wanted)));
    }

    private interface Binding {
        void bind() throws IOException;
    }

    private static NetworkChannel bind(NetworkChannel channel, Binding binding) throws IOException {
        try {
            binding.bind();
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    // Without a family the socket serves IPv4 and IPv6, if the kernel has both.
    private static Optional<StandardProtocolFamily> family(PortMapping wanted) {
        return wanted.hostIp()
                .map(ip -> IpAddresses.isIpv4(ip) ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    }

    private static InetSocketAddress address(PortMapping wanted) {
        Optional<InetAddress> ip = wanted.hostIp();
        return ip.isPresent()
                ? new InetSocketAddress(ip.get(), wanted.hostPort())
                : new InetSocketAddress(wanted.hostPort());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The port is free whatever close(2) answers.
        }
    }
}
