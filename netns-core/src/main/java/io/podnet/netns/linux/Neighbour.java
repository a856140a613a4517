// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import io.podnet.base.MacAddress;
import java.net.InetAddress;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Who has an address on the network that a link leads to, as ARP or IPv6 neighbour discovery know it.
 *
 * @param linkIndex the link's index
 * @param address the address
 * @param macAddress who has it; empty while nobody has answered
 * @param permanent whether somebody said so, for good, rather than the neighbour
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Neighbour(int linkIndex, InetAddress address, Optional<MacAddress> macAddress, boolean permanent) {}
