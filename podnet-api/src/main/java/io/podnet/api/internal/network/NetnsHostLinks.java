// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpPrefix;
import io.podnet.netns.Link;
import io.podnet.netns.LinkName;
import io.podnet.netns.Links;
import io.podnet.netns.Namespaces;
import io.podnet.netns.Netns;
import io.podnet.netns.Route;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The links of the namespace that this process, or the holder of a rootless user, is in. */
public final class NetnsHostLinks implements HostLinks {
    private static final Logger LOG = LoggerFactory.getLogger(NetnsHostLinks.class.getPackageName());

    private final Namespaces namespaces;

    /**
     * Looks by netns-core.
     *
     * @param namespaces leads to the namespace
     */
    public NetnsHostLinks(Namespaces namespaces) {
        this.namespaces = namespaces;
    }

    @Override
    public Set<String> names() {
        try (Netns here = namespaces.current()) {
            Set<String> names = new TreeSet<>();
            here.links().list().forEach(each -> names.add(each.name().value()));
            return names;
        }
    }

    @Override
    public List<IpPrefix> addresses() {
        try (Netns here = namespaces.current()) {
            Links links = here.links();
            List<IpPrefix> addresses = new ArrayList<>();
            for (Link each : links.list()) {
                links.addresses(each.name()).forEach(address -> addresses.add(address.prefix()));
            }
            return addresses;
        }
    }

    @Override
    public List<IpPrefix> routes() {
        try (Netns here = namespaces.current()) {
            return here.links().routes().stream()
                    .filter(each -> !each.isDefault())
                    .map(Route::destination)
                    .toList();
        }
    }

    @Override
    public boolean removeBridge(String name, Collection<IpPrefix> subnets) {
        LinkName bridge;
        try {
            bridge = LinkName.of(name);
        } catch (InvalidValueException e) {
            // The kernel cannot have a link of that name.
            return false;
        }
        try (Netns here = namespaces.current()) {
            Links links = here.links();
            Optional<Link> link = links.find(bridge);
            if (link.isEmpty()) {
                return false;
            }
            String reason = reasonToStay(links, link.get(), subnets);
            if (!reason.isEmpty()) {
                LOG.debug("link {} stays: {}", name, reason);
                return false;
            }
            return links.delete(bridge);
        }
    }

    private static String reasonToStay(Links links, Link link, Collection<IpPrefix> subnets) {
        if (!link.kind().equals(Optional.of("bridge"))) {
            return "it is no bridge";
        }
        for (Link each : links.list()) {
            if (each.master().isPresent() && each.master().getAsInt() == link.index()) {
                return "it has the port " + each.name();
            }
        }
        return links.addresses(link.name()).stream()
                .map(each -> each.prefix())
                .filter(each -> !each.address().isLinkLocalAddress())
                .filter(each -> subnets.stream().noneMatch(subnet -> subnet.contains(each.address())))
                .findFirst()
                .map(each -> "it has the address " + each + ", which is not the network's")
                .orElse("");
    }
}
