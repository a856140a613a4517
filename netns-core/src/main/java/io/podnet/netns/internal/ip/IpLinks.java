// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal.ip;

import com.fasterxml.jackson.databind.JsonNode;
import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.base.MacAddress;
import io.podnet.netns.AddressFlag;
import io.podnet.netns.Link;
import io.podnet.netns.LinkAddress;
import io.podnet.netns.LinkName;
import io.podnet.netns.LinkStatistics;
import io.podnet.netns.Links;
import io.podnet.netns.Netns;
import io.podnet.netns.Route;
import io.podnet.netns.internal.Moves;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The links of a namespace by the {@code ip} program; each operation is one process, or two. */
public final class IpLinks implements Links {
    private final IpCommand ip;

    /** Looks into a namespace; the handle stays the caller's. */
    public IpLinks(Netns namespace) {
        ip = new IpCommand(namespace);
    }

    @Override
    public List<Link> list() {
        JsonNode all = ip.query("cannot list the links", "link", "show");
        Map<String, Integer> indexes = indexes(all);
        List<Link> links = new ArrayList<>();
        all.forEach(each -> links.add(IpJson.link(each, indexes)));
        links.sort(Comparator.comparingInt(Link::index));
        return links;
    }

    private static Map<String, Integer> indexes(JsonNode links) {
        Map<String, Integer> indexes = new HashMap<>();
        links.forEach(each ->
                indexes.put(each.path("ifname").asText(), each.path("ifindex").asInt()));
        return indexes;
    }

    // All of them, although one is wanted: master and peer are printed by name.
    @Override
    public Optional<Link> find(LinkName name) {
        return list().stream().filter(link -> link.name().equals(name)).findFirst();
    }

    @Override
    public void up(LinkName name) {
        set("cannot switch on link " + name, name, "up");
    }

    @Override
    public void down(LinkName name) {
        set("cannot switch off link " + name, name, "down");
    }

    @Override
    public void rename(LinkName name, LinkName newName) {
        set("cannot rename link " + name + " to " + newName, name, "name", newName.value());
    }

    @Override
    public void setMacAddress(LinkName name, MacAddress address) {
        set("cannot set the MAC address of link " + name + " to " + address, name, "address", address.toString());
    }

    @Override
    public void setMtu(LinkName name, int bytes) {
        if (bytes < 1) {
            throw new InvalidValueException("MTU", bytes, "must be 1 or more");
        }
        set("cannot set the MTU of link " + name + " to " + bytes, name, "mtu", Integer.toString(bytes));
    }

    @Override
    public void setMaster(LinkName name, LinkName bridge) {
        set("cannot make link " + name + " a port of " + bridge, name, "master", bridge.value());
    }

    @Override
    public void clearMaster(LinkName name) {
        set("cannot take link " + name + " out of its bridge", name, "nomaster");
    }

    @Override
    public void move(LinkName name, Netns namespace, LinkName newName) {
        Moves.requireFree(name, namespace, newName);
        set(
                "cannot move link " + name + " to " + namespace + " as " + newName,
                name,
                "netns",
                namespace.reference().toString(),
                "name",
                newName.value());
    }

    private void set(String what, LinkName name, String... settings) {
        List<String> words = new ArrayList<>(List.of("link", "set", "dev", name.value()));
        words.addAll(List.of(settings));
        ip.change(what, words);
    }

    @Override
    public void createVeth(LinkName name, Netns namespace, LinkName peer) {
        ip.change(
                "cannot create the veth " + name + " with its peer " + peer + " in " + namespace,
                List.of(
                        "link",
                        "add",
                        "name",
                        name.value(),
                        "type",
                        "veth",
                        "peer",
                        "name",
                        peer.value(),
                        "netns",
                        namespace.reference().toString()));
    }

    @Override
    public void createBridge(LinkName name) {
        ip.change("cannot create the bridge " + name, List.of("link", "add", "name", name.value(), "type", "bridge"));
    }

    @Override
    public void createMacvlan(LinkName name, LinkName lower) {
        ip.change(
                "cannot create the macvlan " + name + " on link " + lower,
                List.of(
                        "link",
                        "add",
                        "link",
                        lower.value(),
                        "name",
                        name.value(),
                        "type",
                        "macvlan",
                        "mode",
                        "bridge"));
    }

    @Override
    public boolean delete(LinkName name) {
        return ip.changeUnless(
                List.of("Cannot find device", "No such device"),
                "cannot delete link " + name,
                List.of("link", "delete", "dev", name.value()));
    }

    @Override
    public List<LinkAddress> addresses(LinkName name) {
        JsonNode link = ip.query("cannot list the addresses of link " + name, "address", "show", "dev", name.value());
        List<LinkAddress> addresses = new ArrayList<>();
        link.path(0).path("addr_info").forEach(each -> addresses.add(IpJson.address(each)));
        return addresses;
    }

    @Override
    public void addAddress(LinkName name, LinkAddress address) {
        List<String> words = new ArrayList<>(List.of("address", "add"));
        words.addAll(local(address));
        address.broadcast().ifPresent(broadcast -> words.addAll(List.of("broadcast", IpAddresses.format(broadcast))));
        words.addAll(List.of("scope", Integer.toString(address.scope().value())));
        if (address.flags().contains(AddressFlag.NODAD)) {
            words.add("nodad");
        }
        if (address.flags().contains(AddressFlag.NOPREFIXROUTE)) {
            words.add("noprefixroute");
        }
        words.addAll(List.of("dev", name.value()));
        ip.change("cannot add the address " + address.prefix() + " to link " + name, words);
    }

    @Override
    public boolean removeAddress(LinkName name, LinkAddress address) {
        List<String> words = new ArrayList<>(List.of("address", "delete"));
        words.addAll(local(address));
        words.addAll(List.of("dev", name.value()));
        return ip.changeUnless(
                // The kernel's own words came with 6.3; before, EADDRNOTAVAIL.
                List.of("ddress not found", "Cannot assign requested address"),
                "cannot remove the address " + address.prefix() + " from link " + name,
                words);
    }

    /** The prefix's length belongs to the peer, if there is one. */
    private static List<String> local(LinkAddress address) {
        IpPrefix prefix = address.prefix();
        return address.peer()
                .map(peer -> List.of(
                        IpAddresses.format(prefix.address()), "peer", new IpPrefix(peer, prefix.length()).toString()))
                .orElseGet(() -> List.of(prefix.toString()));
    }

    @Override
    public List<Route> routes() {
        Map<String, Integer> indexes = indexes(ip.query("cannot list the links", "link", "show"));
        List<Route> routes = new ArrayList<>();
        for (String family : List.of("-4", "-6")) {
            ip.query("cannot list the routes", family, "route", "show")
                    .forEach(each -> routes.add(IpRoutes.read(each, family.equals("-4"), indexes)));
        }
        return routes;
    }

    @Override
    public void addRoute(Route route) {
        ip.change("cannot add the route to " + route.destination(), words("add", route, true));
    }

    @Override
    public boolean removeRoute(Route route) {
        return ip.changeUnless(
                List.of("No such process"),
                "cannot remove the route to " + route.destination(),
                words("delete", route, false));
    }

    private List<String> words(String verb, Route route, boolean withScope) {
        Map<Integer, String> names = new HashMap<>();
        if (route.linkIndex().isPresent() || !route.nextHops().isEmpty()) {
            list().forEach(link -> names.put(link.index(), link.name().value()));
        }
        List<String> words = new ArrayList<>(List.of(route.destination().isIpv4() ? "-4" : "-6", "route", verb));
        words.addAll(IpRoutes.arguments(route, names, withScope));
        return words;
    }

    @Override
    public Map<LinkName, LinkStatistics> statistics() {
        Map<LinkName, LinkStatistics> statistics = new TreeMap<>();
        ip.query("cannot count what went through the links", "link", "show")
                .forEach(link -> statistics.put(IpJson.name(link), IpJson.statistics(link)));
        return statistics;
    }
}
