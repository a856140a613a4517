// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import io.podnet.base.IpPrefix;
import io.podnet.netns.NetnsException;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The links of a rootless namespace, which need not be there, and those of the host, with whose networks pods could not
 * speak if they had the same addresses.
 */
public final class RootlessHostLinks implements HostLinks {
    private static final Logger LOG = LoggerFactory.getLogger(RootlessHostLinks.class.getPackageName());

    private final Supplier<Optional<HostLinks>> inside;

    /**
     * Looks at both.
     *
     * @param inside gives the links of the rootless namespace, while it is there
     */
    public RootlessHostLinks(Supplier<Optional<HostLinks>> inside) {
        this.inside = inside;
    }

    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        host().forEach(each -> names.add(each.getName()));
        names.addAll(inside(HostLinks::names, Set.of()));
        return names;
    }

    @Override
    public List<IpPrefix> addresses() {
        List<IpPrefix> addresses = new ArrayList<>();
        for (NetworkInterface each : host()) {
            for (InterfaceAddress address : each.getInterfaceAddresses()) {
                addresses.add(new IpPrefix(address.getAddress(), address.getNetworkPrefixLength()));
            }
        }
        addresses.addAll(inside(HostLinks::addresses, List.of()));
        return addresses;
    }

    @Override
    public List<IpPrefix> routes() {
        return inside(HostLinks::routes, List.of());
    }

    @Override
    public boolean removeBridge(String name, Collection<IpPrefix> subnets) {
        return inside(links -> links.removeBridge(name, subnets), false);
    }

    // The namespace may end while it is looked at, as the last pod does; then nothing is left in it.
    private <T> T inside(Function<HostLinks, T> look, T nothing) {
        Optional<HostLinks> links = inside.get();
        if (links.isEmpty()) {
            return nothing;
        }
        try {
            return look.apply(links.get());
        } catch (NetnsException e) {
            if (inside.get().isPresent()) {
                throw e;
            }
            LOG.debug("the rootless namespace ended while it was looked at", e);
            return nothing;
        }
    }

    // Java's own list: a user without privileges need not open a namespace for it.
    private static List<NetworkInterface> host() {
        try {
            return NetworkInterface.networkInterfaces().toList();
        } catch (SocketException e) {
            LOG.debug("the host's interfaces cannot be listed", e);
            return List.of();
        }
    }
}
