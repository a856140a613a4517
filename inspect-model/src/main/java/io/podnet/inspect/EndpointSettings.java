// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import io.podnet.inspect.internal.Copies;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * What a pod has on one network: an entry of {@link NetworkSettings#networks()}.
 *
 * @param addressing the addresses on that network
 * @param networkId the network's id; its name in podman's documents before 5.4
 * @param driverOpts docker's options of the driver; podman writes {@code null}
 * @param ipamConfig docker's requested addresses; podman writes {@code null}
 * @param links docker's links; podman writes {@code null}
 * @param aliases other names of the pod on that network
 * @param unknown fields that this version does not know, in the order of the document
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record EndpointSettings(
        Addressing addressing,
        String networkId,
        JsonText driverOpts,
        JsonText ipamConfig,
        JsonText links,
        List<String> aliases,
        Map<String, JsonText> unknown) {
    /**
     * Copies the list and the map.
     *
     * @param addressing the addresses on that network
     * @param networkId the network's id
     * @param driverOpts docker's options of the driver
     * @param ipamConfig docker's requested addresses
     * @param links docker's links
     * @param aliases other names of the pod on that network
     * @param unknown fields that this version does not know
     */
    public EndpointSettings {
        aliases = List.copyOf(aliases);
        unknown = Copies.ordered(unknown);
    }

    /**
     * Makes what podman fills.
     *
     * @param networkId the network's id
     * @param addressing the addresses on that network
     * @param aliases other names of the pod on that network
     * @return the settings
     */
    public static EndpointSettings of(String networkId, Addressing addressing, List<String> aliases) {
        return new EndpointSettings(
                addressing, networkId, JsonText.NULL, JsonText.NULL, JsonText.NULL, aliases, Map.of());
    }
}
