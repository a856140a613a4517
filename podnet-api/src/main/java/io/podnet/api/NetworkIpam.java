// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import org.apiguardian.api.API;

/**
 * Who gives the pods of a network their addresses.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum NetworkIpam {
    /** This host, from the network's subnets. */
    HOST_LOCAL("host-local"),
    /** A DHCP server, asked by the plugin {@code dhcp}, whose daemon has to run. */
    DHCP("dhcp"),
    /** Nobody. */
    NONE("none");

    private final String text;

    NetworkIpam(String text) {
        this.text = text;
    }

    /**
     * Reads a name.
     *
     * @param text {@code host-local}, {@code dhcp} or {@code none}
     * @return who gives addresses
     * @throws PodException ({@code network-invalid}) if it is another one
     */
    public static NetworkIpam parse(String text) {
        for (NetworkIpam each : values()) {
            if (each.text.equals(text)) {
                return each;
            }
        }
        throw new PodException(
                "network-invalid", "unsupported ipam driver \"" + text + "\": want host-local, dhcp or none");
    }

    /**
     * Prints the name as podman writes it.
     *
     * @return {@code host-local}, {@code dhcp} or {@code none}
     */
    @Override
    public String toString() {
        return text;
    }
}
