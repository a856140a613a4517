// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import io.podnet.cni.CniResult;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A network that a pod belongs to.
 *
 * @param name the network's name
 * @param ifName the interface's name inside the pod
 * @param aliases other names of the pod on that network, as they were asked for; converters add the short id
 * @param result what the plugins reported; empty while the pod is not attached
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record AttachedNetwork(String name, String ifName, List<String> aliases, Optional<CniResult> result) {
    /**
     * Copies the list.
     *
     * @param name the network's name
     * @param ifName the interface's name inside the pod
     * @param aliases other names of the pod on that network
     * @param result what the plugins reported
     */
    public AttachedNetwork {
        aliases = List.copyOf(aliases);
    }
}
