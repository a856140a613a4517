// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import io.podnet.base.IpPrefix;
import java.net.InetAddress;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Addresses that an IPAM plugin may hand out, for the capability {@code ipRanges}.
 *
 * @param subnet the subnet
 * @param rangeStart the first address to hand out; empty for the plugin's choice
 * @param rangeEnd the last address to hand out; empty for the plugin's choice
 * @param gateway the gateway; empty for the plugin's choice
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record IpRange(
        IpPrefix subnet,
        Optional<InetAddress> rangeStart,
        Optional<InetAddress> rangeEnd,
        Optional<InetAddress> gateway) {
    /**
     * Makes a range of a whole subnet.
     *
     * @param subnet the subnet
     * @return the range
     */
    public static IpRange of(IpPrefix subnet) {
        return new IpRange(subnet, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
