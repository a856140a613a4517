// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.port;

import io.podnet.api.PodException;
import io.podnet.base.IpAddresses;
import io.podnet.base.PortMapping;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says that a port of the host cannot be had, in podman's words. */
final class PortTakenException extends PodException {
    private static final long serialVersionUID = 1L;

    PortTakenException(PortMapping port, String reason, @Nullable Throwable cause) {
        super("port-in-use", text(port, reason), cause);
    }

    // podman: libpod/oci_util.go bindPort, and what Go's net package says.
    private static String text(PortMapping port, String reason) {
        String protocol = port.protocol().toString();
        boolean ipv4 = port.hostIp().map(IpAddresses::isIpv4).orElse(true);
        String ip = port.hostIp()
                .map(each -> IpAddresses.isIpv4(each) ? IpAddresses.format(each) : "[" + IpAddresses.format(each) + "]")
                .orElse("");
        return "cannot listen on the " + protocol.toUpperCase(Locale.ROOT) + " port: listen " + protocol
                + (ipv4 ? "4" : "6") + " " + ip + ":" + port.hostPort() + ": bind: " + reason;
    }
}
