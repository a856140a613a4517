// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.forward;

import io.podnet.base.IpAddresses;
import io.podnet.base.PortMapping;
import io.podnet.base.Protocol;
import io.podnet.rootless.RootlessException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds out whether ports of the host can be listened on, by doing so for a moment, and says in podman's words why not.
 */
public final class HostPorts {
    private static final Path FIRST_UNPRIVILEGED = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
    private static final InetAddress ANY4 = IpAddresses.parse("0.0.0.0");

    private HostPorts() {}

    /** Tells what keeps a user from listening on the ports of a mapping, and the cure; empty if nothing does. */
    public static Optional<String> problem(PortMapping mapping) {
        return mapping.expand().stream()
                .map(HostPorts::problemOfOne)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Chooses free ports of the host where the mapping leaves them open. */
    public static PortMapping choose(PortMapping mapping) {
        if (mapping.hostPort() != 0) {
            return mapping;
        }
        for (int attempt = 0; attempt < 100; attempt++) {
            int first = anyFree(mapping);
            if (first + mapping.range() - 1 <= 65535
                    && problem(mapping.withHostPort(first)).isEmpty()) {
                return mapping.withHostPort(first);
            }
        }
        throw new RootlessException(
                "rootless-no-free-port", "no " + mapping.range() + " free ports in a row for " + mapping);
    }

    private static int anyFree(PortMapping mapping) {
        try (NetworkChannel channel = open(mapping)) {
            channel.bind(new InetSocketAddress(mapping.hostIp().orElse(ANY4), 0));
            return ((InetSocketAddress) channel.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new RootlessException(
                    "rootless-no-free-port", "no free port for " + mapping + ": " + e.getMessage(), e);
        }
    }

    private static Optional<String> problemOfOne(PortMapping mapping) {
        InetAddress address = mapping.hostIp().orElse(ANY4);
        int port = mapping.hostPort();
        String host =
                IpAddresses.isIpv4(address) ? IpAddresses.format(address) : "[" + IpAddresses.format(address) + "]";
        String listen = "listen " + mapping.protocol() + " " + host + ":" + port + ": bind: ";
        int first = firstUnprivileged();
        try (NetworkChannel channel = open(mapping)) {
            channel.bind(new InetSocketAddress(address, port));
            return Optional.empty();
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            if (reason.contains("Permission denied")) {
                return Optional.of("cannot expose privileged port " + port + ", you can add"
                        + " 'net.ipv4.ip_unprivileged_port_start=" + port + "' to /etc/sysctl.conf (currently " + first
                        + "), or choose a larger port number (>= " + first + "): " + listen + "permission denied");
            }
            if (reason.contains("in use")) {
                return Optional.of(listen + "address already in use; choose another port of the host, or stop what"
                        + " listens there (ss -lpn 'sport = :" + port + "' shows it)");
            }
            if (reason.contains("assign")) {
                return Optional.of(listen + "cannot assign requested address; this host has no address "
                        + IpAddresses.format(address));
            }
            return Optional.of(listen + reason);
        }
    }

    // Of the exact family: Java would turn 0.0.0.0 into [::] otherwise. Without SO_REUSEADDR for UDP, where two sockets
    // that both have it share a port.
    private static NetworkChannel open(PortMapping mapping) throws IOException {
        ProtocolFamily family = mapping.hostIp().map(IpAddresses::isIpv4).orElse(true)
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
        return mapping.protocol() == Protocol.UDP ? DatagramChannel.open(family) : ServerSocketChannel.open(family);
    }

    private static int firstUnprivileged() {
        // By a reader, which asks for many bytes at once: Files.readString begins with a read of one byte where a file
        // says
        // it is empty, and the kernel answers a sysctl's second read with its end.
        try (BufferedReader reader = Files.newBufferedReader(FIRST_UNPRIVILEGED)) {
            return Integer.parseInt(String.valueOf(reader.readLine()).strip());
        } catch (IOException | NumberFormatException e) {
            return 1024;
        }
    }
}
