// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import io.podnet.base.IpPrefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Links of a host that is not there. */
final class FakeLinks implements HostLinks {
    final Set<String> names = new TreeSet<>(Set.of("lo", "eth0"));
    final List<IpPrefix> addresses = new ArrayList<>(List.of(IpPrefix.parse("192.0.2.7/24")));
    final List<IpPrefix> routes = new ArrayList<>();
    final List<String> removed = new ArrayList<>();

    @Override
    public Set<String> names() {
        return names;
    }

    @Override
    public List<IpPrefix> addresses() {
        return addresses;
    }

    @Override
    public List<IpPrefix> routes() {
        return routes;
    }

    @Override
    public boolean removeBridge(String name, Collection<IpPrefix> subnets) {
        removed.add(name + " " + subnets);
        return names.remove(name);
    }
}
