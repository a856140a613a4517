// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.macvlan;

import io.podnet.base.MacAddress;
import io.podnet.base.UndoStack;
import io.podnet.cni.CniInterface;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniRoute;
import io.podnet.cni.CniVersion;
import io.podnet.cni.Result100;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.internal.link.ConfigDns;
import io.podnet.cni.nativeplugins.internal.link.Lease;
import io.podnet.cni.nativeplugins.internal.link.LostPod;
import io.podnet.cni.nativeplugins.internal.link.Mac;
import io.podnet.cni.nativeplugins.internal.link.Masquerading;
import io.podnet.cni.nativeplugins.internal.link.PodLink;
import io.podnet.cni.nativeplugins.internal.link.Removal;
import io.podnet.cni.nativeplugins.internal.link.Veth;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.netns.Link;
import io.podnet.netns.LinkName;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.LinkRequests;
import io.podnet.netns.linux.LinkSettings;
import io.podnet.netns.linux.MacvlanMode;
import io.podnet.netns.linux.NativeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** ADD of macvlan. */
public final class MacvlanAttachment {
    private final NativeCall call;
    private final MacvlanConfig config;
    private final UndoStack undo;

    /** Whether what has the name inside is what was made here. */
    private Predicate<Link> isOurs = link -> false;

    /**
     * Attaches.
     *
     * @param call the call
     * @param config what it wants
     * @param undo gets what undoes each step
     */
    public MacvlanAttachment(NativeCall call, MacvlanConfig config, UndoStack undo) {
        this.call = call;
        this.config = config;
        this.undo = undo;
    }

    /**
     * Does it.
     *
     * @return the result: the container's interface
     */
    public CniResult make() {
        Lease lease = Lease.of(call);
        Link link = create(lease);
        List<CniIp> ips = List.of();
        List<CniRoute> routes = List.of();
        if (lease.isWanted()) {
            Result100 leased = lease.take();
            ips = leased.ips().stream()
                    .map(ip -> CniIp.of(0, ip.address(), ip.gateway()))
                    .toList();
            routes = leased.routes();
            configure(link, ips, routes);
            Masquerading.claim(call, ips);
        } else {
            new PodLink(call, link.index()).up();
        }
        CniInterface pod = CniInterface.of(
                call.ifName(), Veth.macOf(link), call.pod().file().toString());
        return new Result100(CniVersion.LATEST, List.of(pod), ips, routes, ConfigDns.of(call.config()));
    }

    private Link create(Lease lease) {
        LinkName name = LinkName.of(call.ifName());
        LinkSettings settings = LinkSettings.named(name).netns(call.pod().descriptor());
        if (config.mtu() != 0) {
            settings.mtu(config.mtu());
        }
        // Made up here rather than by the kernel, so that it can be remembered before the link is there.
        MacAddress mac = config.mac().orElseGet(Mac::random);
        settings.macAddress(mac);
        settings.txQueueLength(0);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("master", config.master().name().value());
        // In passthru mode, its address becomes the master's.
        boolean isUnique = config.mac().isEmpty() && config.mode() != MacvlanMode.PASSTHRU;
        facts.putAll(LostPod.facts(LostPod.number(call), isUnique ? Optional.of(mac) : Optional.empty()));
        UndoStack.Step forgetting = call.memory().replace(facts);
        undo.push(lease.releasedAfter(() -> remove(name), forgetting));
        call.step("make macvlan " + name);
        // If the kernel's answer is lost.
        isOurs = link -> link.macAddress().equals(Optional.of(mac));
        try {
            call.host().links().createMacvlan(settings, config.master().index(), config.mode());
        } catch (NativeException e) {
            if (e.is(Errno.EEXIST)) {
                isOurs = link -> false;
            }
            throw e;
        }
        isOurs = link -> true;
        return call.pod()
                .rtnl()
                .links()
                .find(name)
                .orElseThrow(() -> Faults.internal("failed to refetch macvlan \"" + name + "\": it is gone"));
    }

    private void remove(LinkName name) {
        LinkRequests links = call.pod().rtnl().links();
        links.find(name).filter(isOurs).ifPresent(link -> Removal.of(links, link.index()));
    }

    private void configure(Link link, List<CniIp> ips, List<CniRoute> routes) {
        String ifName = call.ifName();
        call.step("set sysctls of " + ifName);
        call.pod().run(() -> PodLink.enableIpv6(ifName, ips));
        new PodLink(call, link.index()).announcingAddresses().configure(ips, routes);
    }
}
