// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.plugin;

import io.podnet.base.Failures;
import io.podnet.cni.CniResult;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.internal.link.Ipam;
import io.podnet.cni.nativeplugins.internal.link.LostPod;
import io.podnet.cni.nativeplugins.internal.link.Removal;
import io.podnet.cni.nativeplugins.internal.link.ResultCheck;
import io.podnet.cni.nativeplugins.internal.macvlan.MacvlanAttachment;
import io.podnet.cni.nativeplugins.internal.macvlan.MacvlanConfig;
import io.podnet.cni.nativeplugins.spi.Delegate;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import io.podnet.netns.Link;
import io.podnet.netns.LinkName;
import io.podnet.netns.linux.LinkRequests;
import io.podnet.netns.linux.MacvlanMode;
import java.util.Optional;
import java.util.Set;

/** Gives a container an interface with an Ethernet address of its own on an interface of the host. */
public final class Macvlan implements NativePlugin {
    /** Does nothing. */
    public Macvlan() {}

    @Override
    public String type() {
        return "macvlan";
    }

    @Override
    public Set<String> keys() {
        return Set.of("master", "mode", "mtu", "mac");
    }

    @Override
    public Set<String> capabilities() {
        return Set.of("mac");
    }

    @Override
    public CniResult add(NativeCall call) {
        return call.allOrNothing(undo -> new MacvlanAttachment(call, MacvlanConfig.of(call), undo).make());
    }

    @Override
    public void check(NativeCall call) {
        MacvlanConfig config = MacvlanConfig.of(call);
        Ipam.of(call).ifPresent(Delegate::check);
        ResultCheck check = new ResultCheck(call);
        Link link = check.podLink("macvlan");
        Optional<MacvlanMode> mode = call.pod()
                .rtnl()
                .links()
                .findDetails(link.index())
                .orElseThrow()
                .macvlanMode();
        if (!mode.equals(Optional.of(config.mode()))) {
            throw Faults.internal(
                    "container macvlan mode " + mode.map(Object::toString).orElse("unknown")
                            + " does not match expected value: " + config.mode());
        }
        check.addressesAndRoutes(link);
    }

    @Override
    public void delete(NativeCall call) {
        Failures failures = new Failures();
        if (call.hasPod()) {
            failures.attempt(() -> remove(call, call.pod().rtnl().links()));
        }
        // Without a name too, its namespace may live on, and it would answer for an address that the next one gets.
        failures.attempt(() -> LostPod.find(call).ifPresent(links -> remove(call, links)));
        if (failures.isEmpty()) {
            Ipam.of(call).ifPresent(ipam -> failures.attempt(ipam::delete));
        }
        failures.throwIfAny();
    }

    private static void remove(NativeCall call, LinkRequests links) {
        links.find(LinkName.of(call.ifName())).ifPresent(link -> {
            call.step("delete " + call.ifName());
            Removal.of(links, link.index());
        });
    }

    @Override
    public void status(NativeCall call) {
        try {
            MacvlanConfig.of(call);
        } catch (RuntimeException e) {
            throw Faults.unavailable(String.valueOf(e.getMessage()));
        }
        Ipam.of(call).ifPresent(Delegate::status);
    }
}
