// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.bridge;

import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniRoute;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The addresses and routes of an attachment, and what the bridge has to have for them.
 *
 * @param ips the addresses, for the result's third interface, with their gateways
 * @param routes the routes, with default routes if the bridge is to be the default gateway
 * @param addresses what the bridge has to have
 */
record Gateways(List<CniIp> ips, List<CniRoute> routes, List<IpPrefix> addresses) {
    private static final int POD_INTERFACE = 2;

    static Gateways of(List<CniIp> given, List<CniRoute> givenRoutes, BridgeConfig config) {
        List<CniIp> ips = new ArrayList<>();
        List<CniRoute> routes = new ArrayList<>(givenRoutes);
        List<IpPrefix> addresses = new ArrayList<>();
        for (CniIp ip : given) {
            Optional<InetAddress> gateway = ip.gateway();
            if (gateway.isEmpty() && config.isGateway()) {
                gateway = Optional.of(first(ip.address()));
            }
            ips.add(CniIp.of(POD_INTERFACE, ip.address(), gateway));
            if (config.isDefaultGateway()) {
                addDefaultRoute(routes, ip.address().isIpv4(), gateway);
            }
            if (config.isGateway()) {
                addresses.add(new IpPrefix(gateway.orElseThrow(), ip.address().length()));
            }
        }
        return new Gateways(ips, routes, addresses);
    }

    private static void addDefaultRoute(List<CniRoute> routes, boolean ipv4, Optional<InetAddress> gateway) {
        IpPrefix everywhere = new IpPrefix(IpAddresses.of(new byte[ipv4 ? 4 : 16]), 0);
        if (routes.stream()
                .noneMatch(route -> route.dst().equals(everywhere) && route.gw().isPresent())) {
            routes.add(CniRoute.of(everywhere, gateway));
        }
    }

    private static InetAddress first(IpPrefix prefix) {
        byte[] bytes = prefix.network().address().getAddress();
        for (int i = bytes.length - 1; i >= 0 && ++bytes[i] == 0; i--) {
            // carries
        }
        return IpAddresses.of(bytes);
    }
}
