// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.Protocol;
import io.podnet.cni.CniException;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A port mapping as the capability {@code portMappings} asks for it.
 *
 * @param protocol the protocol
 * @param hostIp the address of the host that it is for; empty for all
 * @param hostPort the host's port
 * @param containerPort the container's port
 */
public record PortRequest(Protocol protocol, Optional<InetAddress> hostIp, int hostPort, int containerPort) {
    private static final int MAX_PORT = 65535;

    /**
     * Reads a mapping.
     *
     * @param mapping an object of {@code runtimeConfig.portMappings}
     * @return the mapping
     * @throws CniException if it is none
     */
    public static PortRequest of(ConfigObject mapping) {
        int containerPort = mapping.int32("containerPort");
        if (containerPort <= 0 || containerPort > MAX_PORT) {
            throw Faults.internal("Invalid container port number: " + containerPort);
        }
        int hostPort = mapping.int32("hostPort");
        if (hostPort <= 0 || hostPort > MAX_PORT) {
            throw Faults.internal("Invalid host port number: " + hostPort);
        }
        try {
            return new PortRequest(
                    Protocol.parse(mapping.string("protocol")), mapping.address("hostIP"), hostPort, containerPort);
        } catch (InvalidValueException e) {
            throw Faults.internal("Invalid port mapping of host port " + hostPort + ": " + e.getMessage(), e);
        }
    }

    /** What it makes for an address of the container; nothing if its host address is of the other family. */
    Optional<Publication> to(InetAddress target) {
        if (hostIp.isPresent() && IpAddresses.isIpv4(hostIp.get()) != IpAddresses.isIpv4(target)) {
            return Optional.empty();
        }
        return Optional.of(new Publication(
                protocol, hostIp.filter(ip -> !ip.isAnyLocalAddress()), hostPort, target, containerPort));
    }
}
