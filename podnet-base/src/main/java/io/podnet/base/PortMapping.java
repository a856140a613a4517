// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Ports of the host that lead to ports of a pod.
 *
 * @param hostIp the host's address that listens; empty for all
 * @param hostPort the first port of the host, 1 to 65535; 0 for a free one that is chosen later
 * @param containerPort the first port of the pod, 1 to 65535
 * @param range how many ports follow one another on both sides, at least 1
 * @param protocol the protocol
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record PortMapping(Optional<InetAddress> hostIp, int hostPort, int containerPort, int range, Protocol protocol) {
    private static final int MAX_PORT = 65535;

    /**
     * Checks the parts against each other.
     *
     * @param hostIp the host's address that listens; empty for all
     * @param hostPort the first port of the host, 1 to 65535; 0 for a free one that is chosen later
     * @param containerPort the first port of the pod, 1 to 65535
     * @param range how many ports follow one another on both sides, at least 1
     * @param protocol the protocol
     * @throws InvalidValueException if a port or the end of a range lies outside 1 to 65535
     */
    public PortMapping {
        if (range < 1) {
            throw new InvalidValueException("port range", range, "must have at least one port");
        }
        if (hostPort != 0) {
            checkPorts("host port", hostPort, range);
        }
        checkPorts("container port", containerPort, range);
    }

    private static void checkPorts(String field, int first, int range) {
        if (first < 1 || first > MAX_PORT) {
            throw new InvalidValueException(field, first, "must be 1 to 65535");
        }
        if (range > MAX_PORT - first + 1) {
            throw new InvalidValueException(field, first + "+" + range, "the range ends beyond 65535");
        }
    }

    /**
     * Maps one TCP port on all addresses of the host.
     *
     * @param hostPort the host's port, or 0 for a free one
     * @param containerPort the pod's port
     * @return the mapping
     * @throws InvalidValueException if a port is out of range
     */
    public static PortMapping tcp(int hostPort, int containerPort) {
        return new PortMapping(Optional.empty(), hostPort, containerPort, 1, Protocol.TCP);
    }

    /**
     * Reads {@code [[HOSTIP:][HOSTPORT[-END]]:]CTRPORT[-END][/tcp|udp|sctp]}, as {@code podman run -p} does; an IPv6
     * host address stands in brackets.
     *
     * @param text such as {@code 8080:80}, {@code 127.0.0.1:5353:53/udp}, {@code [::1]::80} or {@code 9000-9009:80-89}
     * @return the mapping
     * @throws InvalidValueException if the text is none
     */
    public static PortMapping parse(String text) {
        return new Parser(text).parse();
    }

    /**
     * Splits a range into mappings of one port each.
     *
     * @return {@link #range()} mappings
     */
    public List<PortMapping> expand() {
        List<PortMapping> mappings = new ArrayList<>(range);
        for (int i = 0; i < range; i++) {
            int host = hostPort == 0 ? 0 : hostPort + i;
            mappings.add(new PortMapping(hostIp, host, containerPort + i, 1, protocol));
        }
        return List.copyOf(mappings);
    }

    /**
     * Gives the same mapping on another port of the host.
     *
     * @param port the first port of the host
     * @return the mapping
     * @throws InvalidValueException if the port is out of range
     */
    public PortMapping withHostPort(int port) {
        return new PortMapping(hostIp, port, containerPort, range, protocol);
    }

    /**
     * Prints the mapping in the form that {@link #parse(String)} reads.
     *
     * @return such as {@code 127.0.0.1:8080:80/tcp}
     */
    @Override
    public String toString() {
        String host = hostIp.map(
                        ip -> IpAddresses.isIpv4(ip) ? IpAddresses.format(ip) : "[" + IpAddresses.format(ip) + "]")
                .map(ip -> ip + ":")
                .orElse("");
        return host + (hostPort == 0 ? "" : ports(hostPort)) + ":" + ports(containerPort) + "/" + protocol;
    }

    private String ports(int first) {
        return range == 1 ? Integer.toString(first) : first + "-" + (first + range - 1);
    }

    private static final class Parser {
        private final String text;

        Parser(String text) {
            this.text = text;
        }

        PortMapping parse() {
            String rest = text;
            Protocol protocol = Protocol.TCP;
            int slash = rest.indexOf('/');
            if (slash >= 0) {
                try {
                    protocol = Protocol.parse(rest.substring(slash + 1));
                } catch (InvalidValueException e) {
                    throw new InvalidValueException("port mapping", text, e.getMessage(), e);
                }
                rest = rest.substring(0, slash);
            }
            int last = rest.lastIndexOf(':');
            Span container = span("container port", rest.substring(last + 1));
            String left = last < 0 ? "" : rest.substring(0, last);
            Optional<InetAddress> hostIp = Optional.empty();
            String hostPorts = left;
            int split = left.startsWith("[") ? bracketEnd(left) : left.lastIndexOf(':');
            if (split >= 0) {
                hostIp = Optional.of(address(left.substring(0, split)));
                hostPorts = left.substring(split + 1);
            }
            Span host = hostPorts.isEmpty() ? new Span(0, container.range) : span("host port", hostPorts);
            if (host.range != container.range) {
                throw new InvalidValueException(
                        "port mapping",
                        text,
                        "host and container port ranges have different lengths: " + host.range + " vs "
                                + container.range);
            }
            return new PortMapping(hostIp, host.first, container.first, container.range, protocol);
        }

        private record Span(int first, int range) {}

        private int bracketEnd(String left) {
            int end = left.indexOf(']');
            if (end < 0 || end + 1 >= left.length() || left.charAt(end + 1) != ':') {
                throw new InvalidValueException("port mapping", text, "an address in brackets is followed by a colon");
            }
            return end + 1;
        }

        private InetAddress address(String literal) {
            boolean brackets = literal.startsWith("[");
            if (!brackets && literal.indexOf(':') >= 0) {
                throw new InvalidValueException("port mapping", text, "an IPv6 host address stands in brackets");
            }
            try {
                return IpAddresses.parse("host IP", brackets ? literal.substring(1, literal.length() - 1) : literal);
            } catch (InvalidValueException e) {
                throw new InvalidValueException("port mapping", text, e.getMessage(), e);
            }
        }

        private Span span(String field, String ports) {
            int dash = ports.indexOf('-');
            int first = port(field, dash < 0 ? ports : ports.substring(0, dash));
            int end = dash < 0 ? first : port(field, ports.substring(dash + 1));
            if (end < first) {
                throw new InvalidValueException(
                        "port mapping", text, field + " range " + ports + " ends before it starts");
            }
            return new Span(first, end - first + 1);
        }

        private int port(String field, String digits) {
            if (!digits.matches("[0-9]{1,5}")) {
                throw new InvalidValueException("port mapping", text, field + " \"" + digits + "\" is not a number");
            }
            int port = Integer.parseInt(digits);
            if (port < 1 || port > MAX_PORT) {
                throw new InvalidValueException("port mapping", text, field + " " + port + " is not 1 to 65535");
            }
            return port;
        }
    }
}
