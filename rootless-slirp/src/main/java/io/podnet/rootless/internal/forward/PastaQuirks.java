// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.forward;

import io.podnet.base.PortMapping;
import io.podnet.base.Protocol;
import io.podnet.rootless.spi.Coverage;
import java.net.InetAddress;
import java.util.Optional;

/** What the pasta of 2023 (Debian 12 has it) was seen not to do with published ports, and does not say. */
final class PastaQuirks {
    private PastaQuirks() {}

    static Coverage coverage(PortMapping port) {
        boolean loopback = port.hostIp().filter(InetAddress::isLoopbackAddress).isPresent();
        return port.protocol() == Protocol.UDP ? udp(port, loopback) : tcp(loopback);
    }

    private static Coverage udp(PortMapping port, boolean loopback) {
        boolean samePort = port.hostPort() == port.containerPort();
        if (loopback) {
            return samePort
                    ? new Coverage.Served(true, Optional.empty())
                    : new Coverage.Refused("this version of pasta answers by UDP on the host's loopback address only"
                            + " where both ports are the same");
        }
        return warned("cannot be reached by UDP from this host" + (samePort ? " but on loopback" : ""));
    }

    private static Coverage tcp(boolean loopback) {
        return loopback
                ? new Coverage.Served(true, Optional.empty())
                : warned("a server that speaks before its client does (ssh, smtp) is not heard but on loopback");
    }

    private static Coverage warned(String what) {
        return new Coverage.Served(true, Optional.of(what + ", with this version of pasta"));
    }
}
