// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import java.net.InetAddress;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * An address of an interface.
 *
 * @param prefix the address and the length of its network's prefix, or of its peer's if it has one
 * @param peer the address at the other end of a point-to-point link, if that differs
 * @param broadcast the broadcast address (IPv4)
 * @param scope how far the address is valid
 * @param flags its properties
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record LinkAddress(
        IpPrefix prefix,
        Optional<InetAddress> peer,
        Optional<InetAddress> broadcast,
        RouteScope scope,
        Set<AddressFlag> flags) {
    /**
     * Copies the flags and checks the families.
     *
     * @param prefix the address
     * @param peer the address at the other end
     * @param broadcast the broadcast address
     * @param scope how far the address is valid
     * @param flags its properties
     * @throws InvalidValueException if the parts are of different families
     */
    public LinkAddress {
        requireFamily("peer address", peer, prefix);
        requireFamily("broadcast address", broadcast, prefix);
        EnumSet<AddressFlag> copy = EnumSet.noneOf(AddressFlag.class);
        copy.addAll(flags);
        flags = Collections.unmodifiableSet(copy);
    }

    /**
     * Makes a plain address: valid everywhere, with duplicate address detection where the kernel does that.
     *
     * @param prefix the address
     * @return the same with nothing besides
     */
    public static LinkAddress of(IpPrefix prefix) {
        return new LinkAddress(prefix, Optional.empty(), Optional.empty(), RouteScope.GLOBAL, Set.of());
    }

    /**
     * Sets the peer.
     *
     * @param address the address at the other end
     * @return a changed copy
     */
    public LinkAddress withPeer(InetAddress address) {
        return new LinkAddress(prefix, Optional.of(address), broadcast, scope, flags);
    }

    /**
     * Sets the broadcast address.
     *
     * @param address the broadcast address
     * @return a changed copy
     */
    public LinkAddress withBroadcast(InetAddress address) {
        return new LinkAddress(prefix, peer, Optional.of(address), scope, flags);
    }

    /**
     * Sets the scope.
     *
     * @param newScope how far the address is valid
     * @return a changed copy
     */
    public LinkAddress withScope(RouteScope newScope) {
        return new LinkAddress(prefix, peer, broadcast, newScope, flags);
    }

    /**
     * Sets the flags.
     *
     * @param newFlags such as {@link AddressFlag#NODAD}
     * @return a changed copy
     */
    public LinkAddress withFlags(AddressFlag... newFlags) {
        return new LinkAddress(prefix, peer, broadcast, scope, Set.of(newFlags));
    }

    private static void requireFamily(String field, Optional<InetAddress> address, IpPrefix prefix) {
        address.filter(other -> IpAddresses.isIpv4(other) != prefix.isIpv4()).ifPresent(other -> {
            throw new InvalidValueException(field, IpAddresses.format(other), "is of another family than " + prefix);
        });
    }
}
