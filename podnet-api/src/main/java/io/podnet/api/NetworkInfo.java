// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * A network as its configuration describes it.
 *
 * @param name its name
 * @param id the SHA-256 of its name in hexadecimal digits, as podman computes it
 * @param driver the type of its first plugin: {@code bridge}, {@code macvlan}, {@code ipvlan}, or anything else
 * @param interfaceName the bridge, or what a macvlan or ipvlan lies on; empty if the configuration does not name one
 * @param file where the configuration is; empty for the built-in network
 * @param created when the file was written last, or now for the built-in network
 * @param subnets its subnets
 * @param ipv6 whether one of them is of IPv6
 * @param internal whether its pods reach each other only
 * @param dns whether pods find each other by name
 * @param options options of the driver
 * @param labels labels, which mean something to their users only
 * @param ipam the plugin that gives addresses, {@code none} if there is none; empty if the driver is another one
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record NetworkInfo(
        String name,
        String id,
        String driver,
        Optional<String> interfaceName,
        Optional<Path> file,
        Instant created,
        List<NetworkSubnet> subnets,
        boolean ipv6,
        boolean internal,
        boolean dns,
        Map<String, String> options,
        Map<String, String> labels,
        Optional<String> ipam) {
    private static final int SHORT = 12;

    /**
     * Copies what could change.
     *
     * @param name its name
     * @param id the SHA-256 of its name
     * @param driver the type of its first plugin
     * @param interfaceName the bridge, or what a macvlan or ipvlan lies on
     * @param file where the configuration is
     * @param created when the file was written last
     * @param subnets its subnets
     * @param ipv6 whether one of them is of IPv6
     * @param internal whether its pods reach each other only
     * @param dns whether pods find each other by name
     * @param options options of the driver
     * @param labels labels
     * @param ipam the plugin that gives addresses
     */
    public NetworkInfo {
        subnets = List.copyOf(subnets);
        options = Collections.unmodifiableMap(new TreeMap<>(options));
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /**
     * Gives the first 12 digits of the id, which are what people see.
     *
     * @return 12 digits
     */
    public String shortId() {
        return id.substring(0, SHORT);
    }
}
