// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.ptp;

import io.podnet.base.IpPrefix;
import io.podnet.base.UndoStack;
import io.podnet.cni.CniDns;
import io.podnet.cni.CniInterface;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVersion;
import io.podnet.cni.Result100;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.internal.link.ConfigDns;
import io.podnet.cni.nativeplugins.internal.link.Forwarding;
import io.podnet.cni.nativeplugins.internal.link.Lease;
import io.podnet.cni.nativeplugins.internal.link.Masquerading;
import io.podnet.cni.nativeplugins.internal.link.PodLink;
import io.podnet.cni.nativeplugins.internal.link.Veth;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.netns.Route;
import io.podnet.netns.RouteScope;
import io.podnet.netns.linux.RouteRequests;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * ADD of ptp. A veth is no point-to-point link for the kernel: the container gets its address with the network's prefix, and
 * instead of the route that comes with that, one to the gateway and one through the gateway to the rest.
 */
public final class PtpAttachment {
    private static final int POD_INTERFACE = 1;

    private final NativeCall call;
    private final UndoStack undo;

    /**
     * Attaches.
     *
     * @param call the call
     * @param undo gets what undoes each step
     */
    public PtpAttachment(NativeCall call, UndoStack undo) {
        this.call = call;
        this.undo = undo;
    }

    /**
     * Does it.
     *
     * @return the result: host's end, container's end
     */
    public CniResult make() {
        Lease lease = Lease.of(call);
        if (!lease.isWanted()) {
            throw Faults.config("ptp needs ipam");
        }
        Veth veth = Veth.create(call, call.config().int32("mtu"), Optional.empty(), 0, lease, undo);
        Result100 leased = lease.take();
        List<CniIp> ips = leased.ips().stream()
                .map(ip -> CniIp.of(POD_INTERFACE, ip.address(), ip.gateway()))
                .toList();
        ips.stream().map(ip -> ip.address().isIpv4()).distinct().forEach(Forwarding::enable);
        call.pod().run(() -> PodLink.enableIpv6(call.ifName(), ips));
        CniInterface pod = veth.podInterface();
        new PodLink(call, veth.podIndex()).configure(ips, leased.routes());
        call.pod().rtnl().together(() -> ips.forEach(ip -> routeInside(veth.podIndex(), ip)));
        ips.forEach(ip -> routeOnHost(veth.hostIndex(), ip));
        Masquerading.begin(call, ips, undo);
        CniDns dns = ConfigDns.of(call.config());
        return new Result100(
                CniVersion.LATEST,
                List.of(Veth.hostInterface(veth.hostLink()), pod),
                ips,
                leased.routes(),
                dns.isEmpty() ? leased.dns() : dns);
    }

    private void routeInside(int link, CniIp ip) {
        RouteRequests routes = call.pod().rtnl().routes();
        IpPrefix network = ip.address().network();
        InetAddress own = ip.address().address();
        InetAddress gateway = gateway(ip);
        call.step("replace the route to " + network + " in " + call.ifName());
        routes.remove(Route.to(network).link(link).protocol(0).build());
        call.step("route to " + gateway + " in " + call.ifName());
        routes.add(Route.to(host(gateway))
                .link(link)
                .scope(RouteScope.LINK)
                .source(own)
                .build());
        call.step("route to " + network + " in " + call.ifName());
        routes.add(Route.to(network).link(link).via(gateway).source(own).build());
    }

    private void routeOnHost(int link, CniIp ip) {
        call.step("be the gateway of " + ip.address());
        call.host().addresses().add(link, PodLink.address(host(gateway(ip))));
        call.step("route to " + ip.address() + " on the host");
        // A route of the address's last owner, of whose link the kernel has not got rid yet, outlives that link's going
        // down: it has the scope of the host.
        call.host()
                .routes()
                .replace(Route.to(host(ip.address().address()))
                        .link(link)
                        .scope(RouteScope.HOST)
                        .build());
    }

    private InetAddress gateway(CniIp ip) {
        return ip.gateway().orElseThrow(() -> Faults.internal("ptp: " + ip.address() + " has no gateway"));
    }

    private static IpPrefix host(InetAddress address) {
        return new IpPrefix(address, 8 * address.getAddress().length);
    }
}
