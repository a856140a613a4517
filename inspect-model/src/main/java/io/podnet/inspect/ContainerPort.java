// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import io.podnet.base.InvalidValueException;
import io.podnet.base.PortMapping;
import io.podnet.base.Protocol;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A port of a pod: the key of {@link NetworkSettings#ports()}.
 *
 * @param port the port, 1 to 65535
 * @param protocol the protocol
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ContainerPort(int port, Protocol protocol) {
    private static final int MAX_PORT = 65535;

    /**
     * Checks the number.
     *
     * @param port the port, 1 to 65535
     * @param protocol the protocol
     * @throws InvalidValueException if the port is out of range
     */
    public ContainerPort {
        if (port < 1 || port > MAX_PORT) {
            throw new InvalidValueException("container port", port, "must be 1 to 65535");
        }
    }

    /**
     * Names a TCP port.
     *
     * @param port the port, 1 to 65535
     * @return the port
     * @throws InvalidValueException if the port is out of range
     */
    public static ContainerPort tcp(int port) {
        return new ContainerPort(port, Protocol.TCP);
    }

    /**
     * Names a UDP port.
     *
     * @param port the port, 1 to 65535
     * @return the port
     * @throws InvalidValueException if the port is out of range
     */
    public static ContainerPort udp(int port) {
        return new ContainerPort(port, Protocol.UDP);
    }

    /**
     * Reads ports as {@code podman run --expose} does.
     *
     * @param text {@code PORT[-END][/tcp|udp|sctp]}, such as {@code 80} or {@code 8000-8009/udp}
     * @return the ports, one by one
     * @throws InvalidValueException if the text is none of that form
     */
    public static List<ContainerPort> parseAll(String text) {
        if (text.indexOf(':') >= 0) {
            throw new InvalidValueException(
                    "exposed port", text, "has no port of the host: want PORT[-END][/PROTOCOL]");
        }
        return PortMapping.parse(text).expand().stream()
                .map(each -> new ContainerPort(each.containerPort(), each.protocol()))
                .toList();
    }

    /**
     * Prints the port as documents spell it.
     *
     * @return such as {@code 80/tcp}
     */
    @Override
    public String toString() {
        return port + "/" + protocol;
    }
}
