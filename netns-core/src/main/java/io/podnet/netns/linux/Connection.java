// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import io.podnet.base.Protocol;
import java.net.InetAddress;
import org.apiguardian.api.API;

/**
 * A connection that the kernel tracks, as {@code conntrack -L} shows it: the first packet's addresses, and those that
 * answers have. The two differ where addresses are translated.
 *
 * @param protocol its protocol
 * @param original as the first packet had it
 * @param reply as answers have it
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Connection(Protocol protocol, Direction original, Direction reply) {
    /**
     * Packets of one direction.
     *
     * @param source where they come from
     * @param sourcePort from which port
     * @param destination where they go
     * @param destinationPort to which port
     * @since 0.1
     */
    public record Direction(InetAddress source, int sourcePort, InetAddress destination, int destinationPort) {}
}
