// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.hostdevice;

import io.podnet.base.UndoStack;
import io.podnet.cni.CniInterface;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVersion;
import io.podnet.cni.Result100;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.internal.link.ConfigDns;
import io.podnet.cni.nativeplugins.internal.link.Lease;
import io.podnet.cni.nativeplugins.internal.link.Masquerading;
import io.podnet.cni.nativeplugins.internal.link.PodLink;
import io.podnet.cni.nativeplugins.internal.link.Veth;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.netns.Link;
import io.podnet.netns.LinkName;
import io.podnet.netns.linux.Descriptor;
import io.podnet.netns.linux.LinkRequests;
import io.podnet.netns.linux.LinkSettings;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.Syscalls;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The way in and out. Inside, the interface's alias is the name that it had on the host, as with the reference plugin, whose
 * DEL finds it there too.
 */
public final class DeviceMove {
    private static final Path HOST = Path.of("/proc/thread-self/ns/net");

    private final NativeCall call;
    private final UndoStack undo;

    /**
     * Moves an interface.
     *
     * @param call the call
     * @param undo gets what undoes each step
     */
    public DeviceMove(NativeCall call, UndoStack undo) {
        this.call = call;
        this.undo = undo;
    }

    /**
     * Does ADD.
     *
     * @return the result: the interface, inside
     */
    public CniResult in() {
        Link device = HostDevices.find(call.host().links(), call.config());
        Lease lease = Lease.of(call);
        Link inside = moveIn(device, lease);
        CniInterface moved = CniInterface.of(
                call.ifName(), Veth.macOf(inside), call.pod().file().toString());
        if (!lease.isWanted()) {
            return new Result100(CniVersion.LATEST, List.of(moved), List.of(), List.of(), ConfigDns.of(call.config()));
        }
        Result100 leased = lease.take();
        List<CniIp> ips = leased.ips().stream()
                .map(ip -> CniIp.of(0, ip.address(), ip.gateway()))
                .toList();
        call.pod().run(() -> PodLink.enableIpv6(call.ifName(), ips));
        new PodLink(call, inside.index()).configure(ips, leased.routes());
        Masquerading.claim(call, ips);
        return new Result100(CniVersion.LATEST, List.of(moved), ips, leased.routes(), ConfigDns.of(call.config()));
    }

    private Link moveIn(Link device, Lease lease) {
        LinkRequests links = call.pod().rtnl().links();
        LinkName target = LinkName.of(call.ifName());
        if (links.find(target).isPresent()) {
            throw Faults.internal(
                    "failed to rename device \"" + device.name() + "\" to \"" + target + "\": file exists");
        }
        UndoStack.Step forgetting =
                call.memory().replace(Map.of("device", device.name().value()));
        AtomicBoolean isTried = new AtomicBoolean();
        undo.push(lease.releasedAfter(
                () -> {
                    if (isTried.get() && !isOnHost(device)) {
                        moveOut(device.name().value());
                    }
                },
                forgetting));
        call.step("move " + device.name() + " into the namespace");
        isTried.set(true);
        call.host()
                .links()
                .set(device.index(), new LinkSettings().netns(call.pod().descriptor()));
        Link inside = links.find(device.name())
                .orElseThrow(() -> Faults.internal("failed to find \"" + device.name() + "\": it is gone"));
        call.step("rename " + device.name() + " to " + target);
        // A link can be renamed while it is down only.
        links.set(inside.index(), new LinkSettings().down());
        call.step("name " + device.name() + " " + target);
        links.set(
                inside.index(), new LinkSettings().alias(device.name().value()).name(target));
        new PodLink(call, inside.index()).up();
        return inside;
    }

    // The kernel's answer may be lost, while the pod may have a link of that name which is its own.
    private boolean isOnHost(Link device) {
        return call.host()
                .links()
                .find(device.index())
                .filter(each -> each.name().equals(device.name()))
                .isPresent();
    }

    /** Does DEL: moves the interface back under the name that it had, if it is there. */
    public void out() {
        String remembered = call.memory().facts().getOrDefault("device", "");
        moveOut(remembered);
        if (!remembered.isEmpty()) {
            // If DEL fails further on, what is called so in the pod by the next one is the pod's own.
            call.memory().replace(Map.of("device", ""));
        }
    }

    // Under its name of the container, or under that of the host if ADD was cut off before it was renamed.
    private void moveOut(String remembered) {
        LinkRequests links = call.pod().rtnl().links();
        Optional<Link> renamed = links.find(LinkName.of(call.ifName()));
        Optional<Link> found =
                renamed.or(() -> remembered.isEmpty() ? Optional.empty() : links.find(LinkName.of(remembered)));
        if (found.isEmpty()) {
            return;
        }
        Link link = found.get();
        String alias = links.findDetails(link.index()).orElseThrow().alias().orElse("");
        String name = !remembered.isEmpty() ? remembered : alias;
        if (name.isEmpty()) {
            throw Faults.internal(
                    "failed to restore \"" + call.ifName() + "\": it has no alias to tell its original name");
        }
        call.step("move " + call.ifName() + " back to the host");
        try (Descriptor host = Syscalls.open(HOST, Syscalls.O_RDONLY, 0)) {
            links.set(link.index(), new LinkSettings().down());
            call.step("name " + call.ifName() + " " + name);
            links.set(link.index(), new LinkSettings().name(LinkName.of(name)));
            call.step("return " + name);
            try {
                links.set(link.index(), new LinkSettings().netns(host));
            } catch (NativeException e) {
                // So that it can be tried again.
                links.set(link.index(), new LinkSettings().name(LinkName.of(call.ifName())));
                throw e;
            }
        }
    }
}
