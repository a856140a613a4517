// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import io.podnet.base.IpPrefix;
import java.net.InetAddress;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A subnet of a network.
 *
 * <pre>{@code
 * NetworkSubnet.of(IpPrefix.parse("10.91.0.0/16")).withRange(IpPrefix.parse("10.91.5.0/24"));
 * }</pre>
 *
 * @param subnet its addresses, host bits clear
 * @param gateway the address of the host in it; empty for the first one, or for none where the network is internal
 * @param range the addresses that pods get unless they ask for one; empty for all
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record NetworkSubnet(IpPrefix subnet, Optional<InetAddress> gateway, Optional<AddressRange> range) {
    /**
     * Clears the host bits.
     *
     * @param subnet its addresses
     * @param gateway the address of the host in it
     * @param range the addresses that pods get unless they ask for one
     */
    public NetworkSubnet {
        subnet = subnet.network();
    }

    /**
     * Makes a subnet with the usual gateway, all of whose addresses are for pods.
     *
     * @param subnet its addresses
     * @return the subnet
     */
    public static NetworkSubnet of(IpPrefix subnet) {
        return new NetworkSubnet(subnet, Optional.empty(), Optional.empty());
    }

    /**
     * Sets the gateway.
     *
     * @param address the address of the host in it
     * @return a changed copy
     */
    public NetworkSubnet withGateway(InetAddress address) {
        return new NetworkSubnet(subnet, Optional.of(address), range);
    }

    /**
     * Sets the addresses that pods get unless they ask for one.
     *
     * @param addresses a part of the subnet, whose first address is left out as podman does
     * @return a changed copy
     */
    public NetworkSubnet withRange(IpPrefix addresses) {
        return withRange(AddressRange.of(addresses));
    }

    /**
     * Sets the addresses that pods get unless they ask for one.
     *
     * @param addresses the first and the last one
     * @return a changed copy
     */
    public NetworkSubnet withRange(AddressRange addresses) {
        return new NetworkSubnet(subnet, gateway, Optional.of(addresses));
    }
}
