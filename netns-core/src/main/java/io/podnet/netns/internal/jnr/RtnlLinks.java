// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal.jnr;

import io.podnet.base.MacAddress;
import io.podnet.netns.Link;
import io.podnet.netns.LinkAddress;
import io.podnet.netns.LinkName;
import io.podnet.netns.LinkStatistics;
import io.podnet.netns.Links;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsNotFoundException;
import io.podnet.netns.Route;
import io.podnet.netns.internal.Moves;
import io.podnet.netns.internal.Problems;
import io.podnet.netns.linux.Descriptor;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.LinkSettings;
import io.podnet.netns.linux.LinkStatistics64;
import io.podnet.netns.linux.MacvlanMode;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.RtNetlink;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** The links of a namespace by a netlink socket that was opened inside it. */
final class RtnlLinks implements Links {
    private final JnrNetns namespace;

    RtnlLinks(JnrNetns namespace) {
        this.namespace = namespace;
    }

    private <T> T ask(String what, Function<RtNetlink, T> question) {
        try {
            return namespace.ask(question);
        } catch (NativeException e) {
            throw Problems.of(what + " in " + namespace, e);
        }
    }

    private void order(String what, Consumer<RtNetlink> order) {
        ask(what, rtnl -> {
            order.accept(rtnl);
            return true;
        });
    }

    /** Orders something, unless the kernel says that what it is about is not there. */
    private boolean orderUnless(Errno missing, String what, Consumer<RtNetlink> order) {
        return ask(what, rtnl -> {
            try {
                order.accept(rtnl);
                return true;
            } catch (NativeException e) {
                if (e.is(missing)) {
                    return false;
                }
                throw e;
            }
        });
    }

    private int index(RtNetlink rtnl, LinkName name, String what) {
        return rtnl.links()
                .find(name)
                .orElseThrow(() -> new NetnsNotFoundException(
                        what + " in " + namespace + ": there is no link \"" + name + "\"", null))
                .index();
    }

    private void set(String what, LinkName name, LinkSettings settings) {
        order(what, rtnl -> rtnl.links().set(index(rtnl, name, what), settings));
    }

    @Override
    public List<Link> list() {
        return ask("cannot list the links", rtnl -> rtnl.links().list()).stream()
                .sorted(Comparator.comparingInt(Link::index))
                .toList();
    }

    @Override
    public Optional<Link> find(LinkName name) {
        return ask("cannot look for link " + name, rtnl -> rtnl.links().find(name));
    }

    @Override
    public void up(LinkName name) {
        set("cannot switch on link " + name, name, new LinkSettings().up());
    }

    @Override
    public void down(LinkName name) {
        set("cannot switch off link " + name, name, new LinkSettings().down());
    }

    @Override
    public void rename(LinkName name, LinkName newName) {
        set("cannot rename link " + name + " to " + newName, name, new LinkSettings().name(newName));
    }

    @Override
    public void setMacAddress(LinkName name, MacAddress address) {
        set(
                "cannot set the MAC address of link " + name + " to " + address,
                name,
                new LinkSettings().macAddress(address));
    }

    @Override
    public void setMtu(LinkName name, int bytes) {
        set("cannot set the MTU of link " + name + " to " + bytes, name, new LinkSettings().mtu(bytes));
    }

    @Override
    public void setMaster(LinkName name, LinkName bridge) {
        String what = "cannot make link " + name + " a port of " + bridge;
        order(
                what,
                rtnl -> rtnl.links()
                        .set(index(rtnl, name, what), new LinkSettings().master(index(rtnl, bridge, what))));
    }

    @Override
    public void clearMaster(LinkName name) {
        set("cannot take link " + name + " out of its bridge", name, new LinkSettings().noMaster());
    }

    @Override
    public void move(LinkName name, Netns target, LinkName newName) {
        Moves.requireFree(name, target, newName);
        whileOpen(
                target,
                there -> set(
                        "cannot move link " + name + " to " + target + " as " + newName,
                        name,
                        new LinkSettings().netns(there).name(newName)));
    }

    @Override
    public void createVeth(LinkName name, Netns target, LinkName peer) {
        whileOpen(
                target,
                there -> order(
                        "cannot create the veth " + name + " with its peer " + peer + " in " + target,
                        rtnl -> rtnl.links()
                                .createVeth(
                                        new LinkSettings().name(name),
                                        new LinkSettings().name(peer).netns(there))));
    }

    private static void whileOpen(Netns target, Consumer<Descriptor> order) {
        Descriptor there = JnrNetns.of(target).descriptor();
        there.use(fd -> {
            order.accept(there);
            return fd;
        });
    }

    @Override
    public void createBridge(LinkName name) {
        order("cannot create the bridge " + name, rtnl -> rtnl.links().createBridge(new LinkSettings().name(name)));
    }

    @Override
    public void createMacvlan(LinkName name, LinkName lower) {
        String what = "cannot create the macvlan " + name + " on link " + lower;
        order(
                what,
                rtnl -> rtnl.links()
                        .createMacvlan(new LinkSettings().name(name), index(rtnl, lower, what), MacvlanMode.BRIDGE));
    }

    @Override
    public boolean delete(LinkName name) {
        Optional<Link> link = find(name);
        return link.isPresent()
                && orderUnless(
                        Errno.ENODEV,
                        "cannot delete link " + name,
                        rtnl -> rtnl.links().delete(link.get().index()));
    }

    @Override
    public List<LinkAddress> addresses(LinkName name) {
        String what = "cannot list the addresses of link " + name;
        return ask(what, rtnl -> rtnl.addresses().list(index(rtnl, name, what))).stream()
                .sorted(Comparator.comparing(address -> !address.prefix().isIpv4()))
                .toList();
    }

    @Override
    public void addAddress(LinkName name, LinkAddress address) {
        String what = "cannot add the address " + address.prefix() + " to link " + name;
        order(what, rtnl -> rtnl.addresses().add(index(rtnl, name, what), address));
    }

    @Override
    public boolean removeAddress(LinkName name, LinkAddress address) {
        String what = "cannot remove the address " + address.prefix() + " from link " + name;
        return orderUnless(
                Errno.EADDRNOTAVAIL, what, rtnl -> rtnl.addresses().remove(index(rtnl, name, what), address));
    }

    @Override
    public List<Route> routes() {
        return ask("cannot list the routes", rtnl -> rtnl.routes().list(Route.MAIN_TABLE));
    }

    @Override
    public void addRoute(Route route) {
        order(
                "cannot add the route to " + route.destination(),
                rtnl -> rtnl.routes().add(route));
    }

    @Override
    public boolean removeRoute(Route route) {
        return orderUnless(
                Errno.ESRCH,
                "cannot remove the route to " + route.destination(),
                rtnl -> rtnl.routes().remove(route));
    }

    @Override
    public Map<LinkName, LinkStatistics> statistics() {
        Map<LinkName, LinkStatistics> statistics = new TreeMap<>();
        ask("cannot count what went through the links", rtnl -> rtnl.links().listDetails())
                .forEach(details -> details.statistics()
                        .ifPresent(counts -> statistics.put(details.link().name(), counts(counts))));
        return statistics;
    }

    private static LinkStatistics counts(LinkStatistics64 counts) {
        return new LinkStatistics(
                counts.rxBytes(),
                counts.rxPackets(),
                counts.rxErrors(),
                counts.rxDropped(),
                counts.txBytes(),
                counts.txPackets(),
                counts.txErrors(),
                counts.txDropped());
    }
}
