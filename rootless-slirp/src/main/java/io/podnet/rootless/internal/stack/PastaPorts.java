// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.stack;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.PortMapping;
import io.podnet.base.Protocol;
import java.util.ArrayList;
import java.util.List;

/** Port mappings as pasta's {@code -t} and {@code -u}, in podman's spelling. */
final class PastaPorts {
    private PastaPorts() {}

    static List<String> words(List<PortMapping> ports) {
        List<String> words = new ArrayList<>();
        for (PortMapping port : ports) {
            words.add(
                    switch (port.protocol()) {
                        case TCP -> "-t";
                        case UDP -> "-u";
                        case SCTP ->
                            throw new InvalidValueException("port mapping", port, "can't forward protocol: sctp");
                    });
            words.add(specifier(port));
        }
        return words;
    }

    private static String specifier(PortMapping port) {
        if (port.hostPort() == 0) {
            throw new InvalidValueException("port mapping", port, "the host port has to be chosen before");
        }
        String address = port.hostIp().map(ip -> IpAddresses.format(ip) + "/").orElse("");
        return address + range(port.hostPort(), port.range()) + ":" + range(port.containerPort(), port.range());
    }

    private static String range(int first, int count) {
        return first + "-" + (first + count - 1);
    }

    static boolean has(List<PortMapping> ports, Protocol protocol) {
        return ports.stream().anyMatch(port -> port.protocol() == protocol);
    }
}
