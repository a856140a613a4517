// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.spi;

import io.podnet.base.PortMapping;
import org.apiguardian.api.API;

/**
 * Published ports of one pod, as they are to be served.
 *
 * @param port what is published; its host port is never 0
 * @param target where it leads to
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Forward(PortMapping port, ForwardTarget target) {
    @Override
    public String toString() {
        return port + " of " + target.owner();
    }
}
