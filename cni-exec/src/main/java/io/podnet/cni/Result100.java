// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import io.podnet.cni.internal.result.ResultFamily;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A result of 1.0.0 or 1.1.0.
 *
 * @param cniVersion 1.0.0 or 1.1.0
 * @param interfaces the interfaces that were made, on the host's side too
 * @param ips the addresses
 * @param routes the routes
 * @param dns name resolution
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Result100(
        CniVersion cniVersion, List<CniInterface> interfaces, List<CniIp> ips, List<CniRoute> routes, CniDns dns)
        implements CniResult {
    /**
     * Checks the version and copies the lists.
     *
     * @param cniVersion 1.0.0 or 1.1.0
     * @param interfaces the interfaces that were made, on the host's side too
     * @param ips the addresses
     * @param routes the routes
     * @param dns name resolution
     */
    public Result100 {
        ResultFamily.V100.check(cniVersion);
        interfaces = List.copyOf(interfaces);
        ips = ips.stream().map(each -> each.withVersion("")).toList();
        routes = List.copyOf(routes);
    }
}
