// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import java.util.Locale;
import org.apiguardian.api.API;

/**
 * What carries the packets of a network.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum NetworkDriver {
    /** A bridge of this host, with a virtual cable to each pod. */
    BRIDGE,
    /** Each pod has an Ethernet address of its own on an interface of this host. */
    MACVLAN,
    /** Pods share the Ethernet address of an interface of this host. */
    IPVLAN;

    /**
     * Reads a driver's name.
     *
     * @param text {@code bridge}, {@code macvlan} or {@code ipvlan}
     * @return the driver
     * @throws PodException ({@code network-invalid}) if it is another one
     */
    public static NetworkDriver parse(String text) {
        for (NetworkDriver each : values()) {
            if (each.toString().equals(text)) {
                return each;
            }
        }
        throw new PodException("network-invalid", "unsupported driver " + text + ": want bridge, macvlan or ipvlan");
    }

    /**
     * Prints the name as CNI and podman write it.
     *
     * @return {@code bridge}, {@code macvlan} or {@code ipvlan}
     */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
