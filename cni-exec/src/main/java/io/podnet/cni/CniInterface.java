// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import org.apiguardian.api.API;

/**
 * An interface that a plugin made or found.
 *
 * @param name its name
 * @param mac its hardware address as text; may be empty, and need not be an Ethernet address
 * @param mtu its MTU in bytes; 0 if not told (1.1.0)
 * @param sandbox the path of the namespace that it is in; empty for the host's
 * @param socketPath a socket that stands for the interface, such as vhost-user; may be empty (1.1.0)
 * @param pciId the PCI address of the device behind it; may be empty (1.1.0)
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record CniInterface(String name, String mac, int mtu, String sandbox, String socketPath, String pciId) {
    /**
     * Makes an interface that has what every version knows.
     *
     * @param name its name
     * @param mac its hardware address as text; may be empty
     * @param sandbox the path of the namespace that it is in; empty for the host's
     * @return the interface
     */
    public static CniInterface of(String name, String mac, String sandbox) {
        return new CniInterface(name, mac, 0, sandbox, "", "");
    }
}
