// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import io.podnet.base.IpAddresses;
import io.podnet.base.Protocol;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A port of the host that leads to a port of a pod: one element of a map.
 *
 * @param protocol the protocol
 * @param hostIp the address of the host that it is for; empty for all
 * @param hostPort the host's port
 * @param target the pod's address, of the same family
 * @param targetPort the pod's port
 */
record Publication(Protocol protocol, Optional<InetAddress> hostIp, int hostPort, InetAddress target, int targetPort) {
    /** Names need /etc/protocols, which a small system lacks; the library prints them if it has them. */
    static String protocolNumber(String text) {
        for (Protocol each : Protocol.values()) {
            if (each.toString().equals(text)) {
                return Integer.toString(number(each));
            }
        }
        return text;
    }

    private static int number(Protocol protocol) {
        return switch (protocol) {
            case TCP -> 6;
            case UDP -> 17;
            case SCTP -> 132;
        };
    }

    String map() {
        return Layout.set(hostIp.isPresent() ? "host_ports" : "ports", target);
    }

    String key() {
        return number(protocol) + " . "
                + hostIp.map(ip -> IpAddresses.format(ip) + " . ").orElse("") + hostPort;
    }

    String data() {
        return IpAddresses.format(target) + " . " + targetPort;
    }

    /** The key as the kernel has it. */
    byte[] keyBytes() {
        byte[] host = hostIp.map(InetAddress::getAddress).orElse(new byte[0]);
        return ByteBuffer.allocate(8 + host.length)
                .put((byte) number(protocol))
                .position(4)
                .put(host)
                .putShort((short) hostPort)
                .array();
    }

    /** What it leads to as the kernel has it. */
    byte[] dataBytes() {
        byte[] address = target.getAddress();
        return ByteBuffer.allocate(address.length + 4)
                .put(address)
                .putShort((short) targetPort)
                .array();
    }

    boolean leadsAsIn(ByteBuffer data) {
        return data.equals(ByteBuffer.wrap(dataBytes()));
    }

    @Override
    public String toString() {
        return hostIp.map(ip -> IpAddresses.format(ip) + " ").orElse("") + hostPort + "/" + protocol + " to "
                + IpAddresses.format(target) + " " + targetPort;
    }
}
