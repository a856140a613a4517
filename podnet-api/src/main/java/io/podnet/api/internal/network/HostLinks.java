// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import io.podnet.base.IpPrefix;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The interfaces, addresses and routes of the namespace in which the plugins make bridges. */
public interface HostLinks {
    /**
     * Lists the interfaces.
     *
     * @return their names
     */
    Set<String> names();

    /**
     * Lists the networks that this host is part of.
     *
     * @return the addresses of all interfaces with their prefixes
     */
    List<IpPrefix> addresses();

    /**
     * Lists the networks that this host knows a way to.
     *
     * @return the destinations of all routes but the default ones
     */
    List<IpPrefix> routes();

    /**
     * Removes a bridge, unless somebody may still need it: it has ports, or an address that is not of the given subnets,
     * or it is no bridge.
     *
     * @param name the bridge
     * @param subnets the subnets whose gateways it may have
     * @return false if there is none, or it stays
     */
    boolean removeBridge(String name, Collection<IpPrefix> subnets);
}
