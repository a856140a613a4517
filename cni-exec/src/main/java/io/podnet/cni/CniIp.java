// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import io.podnet.base.IpPrefix;
import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/**
 * An address that a plugin gave to an interface.
 *
 * @param version {@code 4} or {@code 6} in results of 0.3.0 to 0.4.0, as the plugin wrote it; empty in others
 * @param interfaceIndex the place of the interface in the result's list, counted from 0; empty if not told
 * @param address the address with its prefix length
 * @param gateway the default gateway for this address, if there is one
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record CniIp(String version, OptionalInt interfaceIndex, IpPrefix address, Optional<InetAddress> gateway) {
    /**
     * Makes an address of one interface.
     *
     * @param interfaceIndex the place of the interface in the result's list, counted from 0
     * @param address the address with its prefix length
     * @param gateway the default gateway for this address, if there is one
     * @return the address, its version set
     */
    public static CniIp of(int interfaceIndex, IpPrefix address, Optional<InetAddress> gateway) {
        return new CniIp(versionOf(address), OptionalInt.of(interfaceIndex), address, gateway);
    }

    static String versionOf(IpPrefix address) {
        return address.isIpv4() ? "4" : "6";
    }

    CniIp withVersion(String text) {
        return new CniIp(text, interfaceIndex, address, gateway);
    }
}
