// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import io.podnet.cni.internal.result.ResultFamily;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A result of 0.3.0, 0.3.1 or 0.4.0.
 *
 * @param cniVersion 0.3.0, 0.3.1 or 0.4.0
 * @param interfaces the interfaces that were made, on the host's side too
 * @param ips the addresses
 * @param routes the routes
 * @param dns name resolution
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Result040(
        CniVersion cniVersion, List<CniInterface> interfaces, List<CniIp> ips, List<CniRoute> routes, CniDns dns)
        implements CniResult {
    /**
     * Checks the version and copies the lists.
     *
     * @param cniVersion 0.3.0, 0.3.1 or 0.4.0
     * @param interfaces the interfaces that were made, on the host's side too
     * @param ips the addresses
     * @param routes the routes
     * @param dns name resolution
     */
    public Result040 {
        ResultFamily.V040.check(cniVersion);
        interfaces = List.copyOf(interfaces);
        ips = List.copyOf(ips);
        routes = List.copyOf(routes);
    }
}
