// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import io.podnet.api.NetworkDriver;
import io.podnet.api.NetworkIpam;
import io.podnet.api.NetworkSubnet;
import java.util.List;
import java.util.Map;

/**
 * A network that is about to be made, with all that its description left open.
 *
 * @param name its name
 * @param driver what carries its packets
 * @param interfaceName the bridge, or what a macvlan or ipvlan lies on; empty for the interface of the default route
 * @param subnets its subnets, each with its gateway unless it has none
 * @param ipam who gives addresses
 * @param internal whether its pods reach each other only
 * @param dns whether the plugin dnsname belongs to it
 * @param options options of the driver
 * @param labels labels
 */
record NetworkPlan(
        String name,
        NetworkDriver driver,
        String interfaceName,
        List<NetworkSubnet> subnets,
        NetworkIpam ipam,
        boolean internal,
        boolean dns,
        Map<String, String> options,
        Map<String, String> labels) {}
