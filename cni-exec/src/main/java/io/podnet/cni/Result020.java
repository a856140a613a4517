// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import io.podnet.base.IpPrefix;
import io.podnet.cni.internal.result.ResultFamily;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * A result of 0.1.0 or 0.2.0: at most one address per family.
 *
 * @param cniVersion 0.1.0 or 0.2.0
 * @param ip4 the IPv4 address and its routes, if there is one
 * @param ip6 the IPv6 address and its routes, if there is one
 * @param dns name resolution
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Result020(CniVersion cniVersion, Optional<Ip> ip4, Optional<Ip> ip6, CniDns dns) implements CniResult {
    /**
     * Checks the version.
     *
     * @param cniVersion 0.1.0 or 0.2.0
     * @param ip4 the IPv4 address and its routes, if there is one
     * @param ip6 the IPv6 address and its routes, if there is one
     * @param dns name resolution
     */
    public Result020 {
        ResultFamily.V020.check(cniVersion);
    }

    /**
     * An address with its routes.
     *
     * @param ip the address with its prefix length
     * @param gateway the default gateway, if there is one
     * @param routes the routes
     * @since 0.1
     */
    public record Ip(IpPrefix ip, Optional<InetAddress> gateway, List<CniRoute> routes) {
        /**
         * Copies the list.
         *
         * @param ip the address with its prefix length
         * @param gateway the default gateway, if there is one
         * @param routes the routes
         */
        public Ip {
            routes = List.copyOf(routes);
        }
    }

    @Override
    public List<CniInterface> interfaces() {
        return List.of();
    }

    @Override
    public List<CniIp> ips() {
        return Stream.of(ip4, ip6)
                .flatMap(Optional::stream)
                .map(each -> new CniIp(CniIp.versionOf(each.ip()), OptionalInt.empty(), each.ip(), each.gateway()))
                .toList();
    }

    @Override
    public List<CniRoute> routes() {
        return Stream.of(ip4, ip6)
                .flatMap(Optional::stream)
                .flatMap(each -> each.routes().stream())
                .toList();
    }
}
