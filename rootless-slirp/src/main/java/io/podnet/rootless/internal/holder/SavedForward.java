// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import io.podnet.base.IpAddresses;
import io.podnet.base.PortMapping;
import io.podnet.rootless.spi.Coverage;
import io.podnet.rootless.spi.Forward;
import io.podnet.rootless.spi.ForwardTarget;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A port that is to be published.
 *
 * @param owner the pod
 * @param scope the stack it is published through: {@link SavedState#SHARED} or the pod's id
 * @param handler who serves it
 * @param port what is published, as text of a port mapping
 * @param netns the pod's namespace, as a path in the holder
 * @param ipv4 the pod's IPv4 address; empty if it has none
 * @param ipv6 the pod's IPv6 address; empty if it has none
 * @param keepsSource whether clients' addresses survive
 * @param warning who cannot reach it; empty if everybody can
 */
record SavedForward(
        String owner,
        String scope,
        String handler,
        String port,
        String netns,
        String ipv4,
        String ipv6,
        boolean keepsSource,
        String warning) {
    SavedForward {
        Stream.of(owner, scope, handler, port, netns, ipv4, ipv6, warning).forEach(Objects::requireNonNull);
    }

    static SavedForward of(
            PortMapping port, ForwardTarget target, String scope, String handler, Coverage.Served served) {
        return new SavedForward(
                target.owner(),
                scope,
                handler,
                port.toString(),
                target.netns().toString(),
                target.ipv4().map(IpAddresses::format).orElse(""),
                target.ipv6().map(IpAddresses::format).orElse(""),
                served.keepsSource(),
                served.warning().orElse(""));
    }

    Forward toForward() {
        return new Forward(
                PortMapping.parse(port),
                new ForwardTarget(
                        owner,
                        Path.of(netns),
                        address(ipv4).map(Inet4Address.class::cast),
                        address(ipv6).map(Inet6Address.class::cast)));
    }

    private static Optional<InetAddress> address(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(IpAddresses.parse(text));
    }
}
