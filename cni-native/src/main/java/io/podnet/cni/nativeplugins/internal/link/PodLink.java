// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.link;

import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniRoute;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.netns.AddressFlag;
import io.podnet.netns.LinkAddress;
import io.podnet.netns.Route;
import io.podnet.netns.RouteBuilder;
import io.podnet.netns.RouteScope;
import io.podnet.netns.linux.LinkSettings;
import io.podnet.netns.linux.RtNetlink;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** An interface inside a container, to be set up with addresses and routes: pkg/ipam, ConfigureIface of the plugins. */
public final class PodLink {
    /** How long IPv6 addresses may take to become usable, as in the reference plugins. */
    private static final Duration SETTLE = Duration.ofSeconds(10);

    private static final Duration POLL = Duration.ofMillis(5);

    /** How many bits an address has left that has no room for a broadcast address: RFC 3021. */
    private static final int NO_BROADCAST = 31;

    private final NativeCall call;
    private final RtNetlink rtnl;
    private final int index;
    private final boolean announcing;

    /**
     * Takes an interface.
     *
     * @param call the call
     * @param index the interface's index inside
     */
    public PodLink(NativeCall call, int index) {
        this(call, index, false);
    }

    private PodLink(NativeCall call, int index, boolean announcing) {
        this.call = call;
        this.rtnl = call.pod().rtnl();
        this.index = index;
        this.announcing = announcing;
    }

    /**
     * Sees to it that neighbours who still know an old owner of an address hear of the new one.
     *
     * @return the interface, to be configured
     */
    public PodLink announcingAddresses() {
        return new PodLink(call, index, true);
    }

    /** Sets it up. */
    public void up() {
        call.step("set " + call.ifName() + " up");
        rtnl.links().set(index, new LinkSettings().up());
    }

    /**
     * Gives it addresses, sets it up, and gives it routes; in that order, since the kernel tells neighbours of the addresses
     * that are there when an interface comes up (arp_notify of ip-sysctl). Routes without a gateway lead through that of the first address of their
     * family that has one.
     *
     * @param ips the addresses
     * @param routes the routes
     */
    public void configure(List<CniIp> ips, List<CniRoute> routes) {
        // By itself: nothing is announced of addresses that the kernel has not all taken.
        rtnl.together(() -> add(ips));
        if (gateway(ips, false).isEmpty()) {
            rtnl.together(() -> {
                up();
                lead(routes, ips);
            });
        } else {
            up();
            settle();
            rtnl.together(() -> lead(routes, ips));
        }
    }

    private void add(List<CniIp> ips) {
        if (announcing) {
            call.step("let " + call.ifName() + " announce its addresses");
            rtnl.links().set(index, new LinkSettings().arpNotify(true));
        }
        for (CniIp ip : ips) {
            call.step("add " + ip.address() + " to " + call.ifName());
            rtnl.addresses().add(index, address(ip.address()));
        }
    }

    private void lead(List<CniRoute> routes, List<CniIp> ips) {
        for (CniRoute route : routes) {
            Route built = route(route, ips);
            call.step("add the route to " + built.destination() + " in " + call.ifName());
            rtnl.routes().prepend(built);
        }
    }

    /**
     * Makes an address as the reference plugins do: IPv4 ones with their network's broadcast address.
     *
     * @param prefix the address
     * @return the address of a link
     */
    public static LinkAddress address(IpPrefix prefix) {
        LinkAddress address = LinkAddress.of(prefix);
        return prefix.isIpv4() && prefix.length() < NO_BROADCAST ? address.withBroadcast(prefix.last()) : address;
    }

    private static Optional<InetAddress> gateway(List<CniIp> ips, boolean ipv4) {
        return ips.stream()
                .map(CniIp::gateway)
                .flatMap(Optional::stream)
                .filter(each -> IpAddresses.isIpv4(each) == ipv4)
                .findFirst();
    }

    private Route route(CniRoute route, List<CniIp> ips) {
        RouteBuilder builder = Route.to(route.dst()).link(index);
        Optional<InetAddress> gateway =
                route.gw().or(() -> gateway(ips, route.dst().isIpv4()));
        gateway.ifPresent(builder::via);
        // The reference plugins leave the scope at 0 unless somebody sets it, whether there is a gateway or not.
        builder.scope(new RouteScope(route.scope().orElse(0)));
        if (route.mtu() != 0) {
            builder.mtu(route.mtu());
        }
        if (route.advmss() != 0) {
            builder.advertisedMss(route.advmss());
        }
        if (route.priority() != 0) {
            builder.metric(route.priority());
        }
        route.table().ifPresent(builder::table);
        return builder.build();
    }

    // Routes through a gateway want an address that is not tentative any more. The reference plugins wait the same time
    // for an address that somebody else uses, which stays tentative for ever, and then succeed with one that does not
    // work.
    private void settle() {
        long end = System.nanoTime() + SETTLE.toNanos();
        while (true) {
            List<LinkAddress> addresses = rtnl.addresses().listIpv6(index);
            List<IpPrefix> taken = addresses.stream()
                    .filter(each -> each.flags().contains(AddressFlag.DADFAILED))
                    .map(LinkAddress::prefix)
                    .toList();
            if (!taken.isEmpty()) {
                throw Faults.internal(call.ifName() + ": somebody else uses " + taken
                        + " already, as duplicate address detection has found");
            }
            if (addresses.stream().noneMatch(each -> each.flags().contains(AddressFlag.TENTATIVE))
                    || System.nanoTime() - end > 0) {
                return;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /**
     * Turns IPv6 on for the interface and for lo if it is off and about to be used.
     *
     * @param ifName the interface
     * @param ips the addresses it is to get
     */
    public static void enableIpv6(String ifName, List<CniIp> ips) {
        if (ips.stream().anyMatch(ip -> !ip.address().isIpv4())) {
            for (String name : List.of("lo", ifName)) {
                String sysctl = "ipv6/conf/" + name + "/disable_ipv6";
                if (!Sysctls.read(sysctl).orElse("0").equals("0")) {
                    Sysctls.set(sysctl, "0");
                }
            }
        }
    }
}
