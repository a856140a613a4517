// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import org.apiguardian.api.API;

/**
 * How closely to follow podman where a document of its own misleads readers.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Fidelity {
    /**
     * A gateway that there is not is empty, and an address whose plugin did not say to which interface it belongs (all
     * before CNI 0.3.0) counts as the pod's. A document may have fields after podman's own. Everything else is as podman
     * has it.
     */
    IMPROVED,
    /** Such a gateway is {@code <nil>}, what Go prints for no address, and such an address is left out. */
    PODMAN
}
