// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import io.podnet.base.IpPrefix;
import io.podnet.base.MacAddress;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A pod's interface on a network.
 *
 * @param network the network's name
 * @param ifName the interface's name inside the pod
 * @param mac its hardware address, if the plugins told it
 * @param addresses its addresses
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record PodAttachment(String network, String ifName, Optional<MacAddress> mac, List<IpPrefix> addresses) {
    /**
     * Copies what could change.
     *
     * @param network the network's name
     * @param ifName the interface's name inside the pod
     * @param mac its hardware address, if the plugins told it
     * @param addresses its addresses
     */
    public PodAttachment {
        addresses = List.copyOf(addresses);
    }
}
