// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import io.podnet.base.MacAddress;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * A network interface, as it was when it was read.
 *
 * @param index its number in its namespace; it stays when the name changes, and changes when the link moves
 * @param name its name
 * @param kind what made it, such as {@code veth} or {@code bridge}; empty for {@code lo} and for hardware
 * @param macAddress its Ethernet address; empty if it has none or one of another kind
 * @param mtu the largest packet it sends, in bytes
 * @param flags its properties
 * @param state whether it can carry packets
 * @param peer the index of the other end of a veth, or of the link that a macvlan lies on
 * @param peerNetnsId which namespace the peer is in, if it is in another one: the number that this namespace knows that one
 *     by ({@code ip netns list-id}), -1 if it knows none
 * @param master the index of the bridge that it is a port of
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Link(
        int index,
        LinkName name,
        Optional<String> kind,
        Optional<MacAddress> macAddress,
        int mtu,
        Set<LinkFlag> flags,
        OperationalState state,
        OptionalInt peer,
        OptionalInt peerNetnsId,
        OptionalInt master) {
    /**
     * Copies the flags.
     *
     * @param index its number in its namespace
     * @param name its name
     * @param kind what made it
     * @param macAddress its Ethernet address
     * @param mtu the largest packet it sends, in bytes
     * @param flags its properties
     * @param state whether it can carry packets
     * @param peer the index of the link that it is tied to
     * @param peerNetnsId which namespace the peer is in
     * @param master the index of the bridge that it is a port of
     */
    public Link {
        EnumSet<LinkFlag> copy = EnumSet.noneOf(LinkFlag.class);
        copy.addAll(flags);
        flags = Collections.unmodifiableSet(copy);
    }

    /**
     * Tells whether an administrator has switched it on; {@link #state()} tells whether it works.
     *
     * @return true if it is up
     */
    public boolean isUp() {
        return flags.contains(LinkFlag.UP);
    }

    /**
     * Tells whether it is {@code lo}.
     *
     * @return true if it leads back to its own namespace
     */
    public boolean isLoopback() {
        return flags.contains(LinkFlag.LOOPBACK);
    }
}
