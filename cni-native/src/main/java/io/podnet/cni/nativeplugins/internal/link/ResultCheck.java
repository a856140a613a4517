// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.link;

import io.podnet.cni.CniException;
import io.podnet.cni.CniInterface;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniRoute;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.netns.Link;
import io.podnet.netns.LinkAddress;
import io.podnet.netns.LinkName;
import io.podnet.netns.Route;
import io.podnet.netns.linux.RtNetlink;
import java.util.List;

/** CHECK of an interface: whether it is still as the result of ADD says. */
public final class ResultCheck {
    private final NativeCall call;
    private final CniResult result;

    /**
     * Checks a call.
     *
     * @param call the call
     * @throws CniException if it carries no result
     */
    public ResultCheck(NativeCall call) {
        this.call = call;
        this.result = call.prevResult().orElseThrow(() -> Faults.internal("Required prevResult missing"));
    }

    /**
     * Gives the result.
     *
     * @return the result of ADD
     */
    public CniResult result() {
        return result;
    }

    /**
     * Finds the interface inside the container.
     *
     * @param kind the kind of link that it has to be; empty for any
     * @return the link
     */
    public Link podLink(String kind) {
        String sandbox = call.pod().file().toString();
        CniInterface expected = result.interfaces().stream()
                .filter(each ->
                        each.name().equals(call.ifName()) && each.sandbox().equals(sandbox))
                .findFirst()
                .orElseThrow(() -> Faults.internal("Sandbox in prevResult doesn't match configured netns: " + sandbox
                        + " has no " + call.ifName()));
        return link(call.pod().rtnl(), expected, kind);
    }

    /**
     * Finds a link that the result names.
     *
     * @param rtnl where it is
     * @param expected what the result says
     * @param kind the kind of link that it has to be; empty for any
     * @return the link
     */
    public static Link link(RtNetlink rtnl, CniInterface expected, String kind) {
        Link link = rtnl.links()
                .find(LinkName.of(expected.name()))
                .orElseThrow(() -> Faults.internal("Interface name " + expected.name() + " not found"));
        if (!kind.isEmpty() && !link.kind().orElse("").equals(kind)) {
            throw Faults.internal("Interface " + expected.name() + " not of type " + kind);
        }
        String mac = link.macAddress().map(Object::toString).orElse("");
        if (!expected.mac().isEmpty() && !expected.mac().equalsIgnoreCase(mac)) {
            throw Faults.internal(
                    "Interface " + expected.name() + " Mac doesn't match: " + expected.mac() + " is " + mac);
        }
        return link;
    }

    /**
     * Looks for all addresses and routes of the result.
     *
     * @param link the interface inside the container
     */
    public void addressesAndRoutes(Link link) {
        RtNetlink rtnl = call.pod().rtnl();
        List<LinkAddress> addresses = rtnl.addresses().list(link.index());
        List<Route> routes = rtnl.routes().list();
        for (CniIp ip : result.ips()) {
            if (addresses.stream().noneMatch(each -> each.prefix().equals(ip.address()))) {
                throw Faults.internal("Failed to match addr " + ip.address() + " on interface " + call.ifName());
            }
            if (routes.stream()
                    .noneMatch(each -> each.destination().equals(ip.address().network()))) {
                throw Faults.internal(
                        "Failed to find the route to " + ip.address().network() + " for interface " + call.ifName());
            }
        }
        for (CniRoute route : result.routes()) {
            if (routes.stream().noneMatch(each -> matches(each, route))) {
                throw Faults.internal("Expected Route " + route + " not found in routing table");
            }
        }
    }

    // Several attachments of one container with a default route each have one route with several ways.
    private static boolean matches(Route actual, CniRoute expected) {
        return actual.destination().equals(expected.dst().network())
                && (expected.gw().isEmpty()
                        || expected.gw().equals(actual.gateway())
                        || actual.nextHops().stream()
                                .anyMatch(hop -> expected.gw().equals(hop.gateway())));
    }
}
