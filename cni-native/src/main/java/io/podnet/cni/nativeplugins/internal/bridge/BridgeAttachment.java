// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.bridge;

import io.podnet.base.UndoStack;
import io.podnet.cni.CniDns;
import io.podnet.cni.CniInterface;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniRoute;
import io.podnet.cni.CniVersion;
import io.podnet.cni.Result100;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.internal.link.Forwarding;
import io.podnet.cni.nativeplugins.internal.link.Lease;
import io.podnet.cni.nativeplugins.internal.link.Masquerading;
import io.podnet.cni.nativeplugins.internal.link.PodLink;
import io.podnet.cni.nativeplugins.internal.link.Sysctls;
import io.podnet.cni.nativeplugins.internal.link.Veth;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.netns.Link;
import io.podnet.netns.OperationalState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** ADD of bridge. */
public final class BridgeAttachment {
    /** How long a port may take to come up, as in the reference plugin. */
    private static final Duration PORT_UP = Duration.ofMillis(2550);

    private static final Duration POLL = Duration.ofNanos(200_000);

    private final NativeCall call;
    private final BridgeConfig config;
    private final UndoStack undo;

    /**
     * Attaches.
     *
     * @param call the call
     * @param config what it wants
     * @param undo gets what undoes each step
     */
    public BridgeAttachment(NativeCall call, BridgeConfig config, UndoStack undo) {
        this.call = call;
        this.config = config;
        this.undo = undo;
    }

    /**
     * Does it.
     *
     * @return the result: bridge, host's end, container's end
     */
    public CniResult make() {
        HostBridge bridge = HostBridge.ensure(call, config);
        Lease lease = Lease.of(call);
        Veth veth = Veth.create(call, config.mtu(), config.mac(), bridge.index(), lease, undo);
        if (config.hairpin()) {
            call.step("set hairpin mode");
            call.host().links().setHairpin(veth.hostIndex(), true);
        }
        CniInterface pod;
        Link host;
        List<CniIp> ips = List.of();
        List<CniRoute> routes = List.of();
        CniDns dns = CniDns.EMPTY;
        if (lease.isWanted()) {
            Result100 leased = lease.take();
            Gateways gateways = Gateways.of(leased.ips(), leased.routes(), config);
            ips = gateways.ips();
            routes = gateways.routes();
            dns = leased.dns();
            pod = configure(veth, ips, routes);
            host = waitForPort(veth);
            beGateway(bridge, gateways);
            Masquerading.begin(call, ips, undo);
        } else {
            pod = veth.podInterface();
            new PodLink(call, veth.podIndex()).up();
            host = waitForPort(veth);
        }
        List<CniInterface> interfaces = List.of(bridge.describe(), Veth.hostInterface(host), pod);
        return new Result100(
                CniVersion.LATEST, interfaces, ips, routes, config.dns().isEmpty() ? dns : config.dns());
    }

    private CniInterface configure(Veth veth, List<CniIp> ips, List<CniRoute> routes) {
        String ifName = call.ifName();
        call.step("set sysctls of " + ifName);
        call.pod().run(() -> {
            // With hairpin mode a container hears itself and would take its own address for a duplicate.
            if (config.duplicateDetection()) {
                Sysctls.trySet("ipv6/conf/" + ifName + "/enhanced_dad", "1");
            }
            Sysctls.trySet("ipv6/conf/" + ifName + "/accept_dad", config.duplicateDetection() ? "1" : "0");
            PodLink.enableIpv6(ifName, ips);
        });
        // Once it is up, the kernel makes it known, and whoever asks RTM_GETLINK waits for that.
        CniInterface pod = veth.podInterface();
        new PodLink(call, veth.podIndex()).announcingAddresses().configure(ips, routes);
        return pod;
    }

    private void beGateway(HostBridge bridge, Gateways gateways) {
        for (boolean ipv4 : List.of(true, false)) {
            gateways.addresses().stream().filter(each -> each.isIpv4() == ipv4).forEach(bridge::ensureAddress);
            if (gateways.addresses().stream().anyMatch(each -> each.isIpv4() == ipv4)) {
                Forwarding.enable(ipv4);
            }
        }
    }

    // The kernel notices a moment later, in a thread of its own, that the other end is up, and drops until then what is
    // sent there; being asked for the link, it looks at once. Right after the other end's setting up, the question is
    // mostly before that thread, which keeps others out while it sends the pod's first packets to all ports.
    private Link waitForPort(Veth veth) {
        long end = System.nanoTime() + PORT_UP.toNanos();
        while (true) {
            Link host = veth.hostLink();
            if (host.state() == OperationalState.UP) {
                return host;
            }
            if (System.nanoTime() - end > 0) {
                throw Faults.internal("bridge port in error state: " + host.state());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
