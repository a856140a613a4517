// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.inspect;

import io.podnet.base.IpPrefix;
import io.podnet.base.PodnetException;
import io.podnet.cni.CniDns;
import io.podnet.cni.CniInterface;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVersion;
import io.podnet.cni.Result100;
import io.podnet.netns.Link;
import io.podnet.netns.LinkAddress;
import io.podnet.netns.Links;
import io.podnet.netns.Namespaces;
import io.podnet.netns.Netns;
import io.podnet.netns.Route;
import io.podnet.netns.RouteScope;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks into a namespace that somebody else wired, as libpod's inspectJoinedNetworkNS does. */
final class NamespaceScan {
    private static final Logger LOG = LoggerFactory.getLogger(NamespaceScan.class.getPackageName());

    private NamespaceScan() {}

    /** What is in there, in the form of a CNI result; empty if it cannot be looked into, as podman has it. */
    static Optional<CniResult> of(Namespaces namespaces, Path file) {
        try (Netns netns = namespaces.open(file)) {
            return Optional.of(scan(netns.links(), file));
        } catch (PodnetException e) {
            LOG.debug("{} cannot be looked into", file, e);
            return Optional.empty();
        }
    }

    private static CniResult scan(Links links, Path file) {
        List<InetAddress> gateways = links.routes().stream()
                .filter(Route::isDefault)
                .flatMap(route -> route.gateway().stream())
                .toList();
        List<CniInterface> interfaces = new ArrayList<>();
        List<CniIp> ips = new ArrayList<>();
        for (Link link : links.list()) {
            if (link.isLoopback() || !link.isUp()) {
                continue;
            }
            String mac = link.macAddress().map(Object::toString).orElse("");
            for (LinkAddress each : links.addresses(link.name())) {
                if (!each.scope().equals(RouteScope.LINK)) {
                    ips.add(CniIp.of(interfaces.size(), each.prefix(), gateway(each.prefix(), gateways)));
                }
            }
            interfaces.add(CniInterface.of(link.name().toString(), mac, file.toString()));
        }
        return new Result100(CniVersion.V1_0_0, interfaces, ips, List.of(), CniDns.EMPTY);
    }

    private static Optional<InetAddress> gateway(IpPrefix prefix, List<InetAddress> gateways) {
        return gateways.stream().filter(prefix::contains).findFirst();
    }
}
