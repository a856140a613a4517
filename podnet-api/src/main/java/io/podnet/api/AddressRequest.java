// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import io.podnet.base.MacAddress;
import java.net.InetAddress;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Addresses that a pod is to have on its first network for one start only, instead of those that it was created with.
 *
 * @param ip the address; empty for none in particular
 * @param mac the hardware address; empty for none in particular
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record AddressRequest(Optional<InetAddress> ip, Optional<MacAddress> mac) {
    /**
     * Requests nothing in particular.
     *
     * @return the request
     */
    public static AddressRequest none() {
        return new AddressRequest(Optional.empty(), Optional.empty());
    }
}
