// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import io.podnet.inspect.internal.Copies;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * A port of the host that leads to a port of the pod.
 *
 * @param hostIp the host's address that listens; empty for all, which podman 5 writes as {@code 0.0.0.0}
 * @param hostPort the host's port in decimal; {@code 0} if it is not chosen yet
 * @param unknown fields that this version does not know, in the order of the document
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record PortBinding(String hostIp, String hostPort, Map<String, JsonText> unknown) {
    /**
     * Copies the map.
     *
     * @param hostIp the host's address that listens; empty for all
     * @param hostPort the host's port in decimal
     * @param unknown fields that this version does not know
     */
    public PortBinding {
        unknown = Copies.ordered(unknown);
    }

    /**
     * Binds one port.
     *
     * @param hostIp the host's address that listens; empty for all
     * @param hostPort the host's port
     * @return the binding
     */
    public static PortBinding of(String hostIp, int hostPort) {
        return new PortBinding(hostIp, Integer.toString(hostPort), Map.of());
    }
}
