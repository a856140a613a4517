// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.bridge;

import io.podnet.base.IpPrefix;
import io.podnet.base.MacAddress;
import io.podnet.cni.CniInterface;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.internal.link.PodLink;
import io.podnet.cni.nativeplugins.internal.link.Sysctls;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.netns.Link;
import io.podnet.netns.LinkAddress;
import io.podnet.netns.LinkFlag;
import io.podnet.netns.LinkName;
import io.podnet.netns.OperationalState;
import io.podnet.netns.linux.AddressRequests;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.LinkRequests;
import io.podnet.netns.linux.LinkSettings;
import io.podnet.netns.linux.NativeException;
import java.util.List;
import java.util.Optional;

/** The bridge on the host; made by the first attachment, and left when the last one has gone: others may use it. */
final class HostBridge {
    private static final String KIND = "bridge";

    private final NativeCall call;
    private final BridgeConfig config;
    private final LinkRequests links;
    private final Link link;

    private HostBridge(NativeCall call, BridgeConfig config, Link link) {
        this.call = call;
        this.config = config;
        this.links = call.host().links();
        this.link = link;
    }

    /** Makes it, if it is not there, and sets it up. */
    static HostBridge ensure(NativeCall call, BridgeConfig config) {
        LinkRequests links = call.host().links();
        LinkName name = config.bridge();
        Optional<Link> found = links.find(name);
        if (found.isEmpty()) {
            create(call, config);
            found = links.find(name);
        }
        Link link = found.orElseThrow(() -> Faults.internal("failed to create bridge \"" + name + "\": it is gone"));
        if (!link.kind().orElse("").equals(KIND)) {
            throw Faults.internal("failed to create bridge \"" + name + "\": it already exists but is not a bridge");
        }
        if (config.promiscuous() && !link.flags().contains(LinkFlag.PROMISC)) {
            call.step("set " + name + " promiscuous");
            links.set(link.index(), new LinkSettings().promiscuous(true));
        }
        // Routes on this link are ours.
        Sysctls.trySet("ipv6/conf/" + name + "/accept_ra", "0");
        if (!link.isUp()) {
            call.step("set " + name + " up");
            links.set(link.index(), new LinkSettings().up());
        }
        return new HostBridge(call, config, link);
    }

    private static void create(NativeCall call, BridgeConfig config) {
        LinkSettings settings = LinkSettings.named(config.bridge());
        if (config.mtu() != 0) {
            settings.mtu(config.mtu());
        }
        call.step("make bridge " + config.bridge());
        try {
            call.host().links().createBridge(settings);
        } catch (NativeException e) {
            // Another attachment was faster.
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        }
    }

    int index() {
        return link.index();
    }

    /** Describes it as the result does; its Ethernet address may have changed with its ports. */
    CniInterface describe() {
        return CniInterface.of(
                config.bridge().value(), macAddress().map(MacAddress::toString).orElse(""), "");
    }

    private Optional<MacAddress> macAddress() {
        try {
            if (link.state() == OperationalState.UP) {
                return links.macAddressOf(config.bridge());
            }
        } catch (NativeException e) {
            if (!e.is(Errno.ENODEV)) {
                throw e;
            }
        }
        // This has the kernel notice at once that a port has brought the bridge up, as it would within a second.
        return links.find(link.index())
                .orElseThrow(() -> Faults.internal("could not lookup \"" + config.bridge() + "\": it is gone"))
                .macAddress();
    }

    private List<LinkAddress> addresses(boolean ipv4) {
        AddressRequests addresses = call.host().addresses();
        return ipv4 ? addresses.listIpv4(link.index()) : addresses.listIpv6(link.index());
    }

    /** Gives it an address, unless it has it. One that is in the way is an error, or goes. */
    void ensureAddress(IpPrefix gateway) {
        for (LinkAddress each : addresses(gateway.isIpv4())) {
            IpPrefix other = each.prefix();
            if (other.equals(gateway)) {
                return;
            }
            // More than one IPv6 network is usual, as long as they are apart.
            boolean inTheWay = gateway.isIpv4() || other.overlaps(gateway);
            if (inTheWay && !config.forceAddress()) {
                throw Faults.internal("failed to set bridge addr: \"" + config.bridge()
                        + "\" already has an IP address different from " + gateway);
            }
            if (inTheWay) {
                call.step("remove " + other + " from " + config.bridge());
                removeAddress(each);
            }
        }
        call.step("add " + gateway + " to " + config.bridge());
        try {
            call.host().addresses().add(link.index(), PodLink.address(gateway));
        } catch (NativeException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
            // Another attachment was faster, and fixes the Ethernet address as well.
            return;
        }
        // Otherwise it would take that of its lowest port, and change as ports come and go.
        // One that has lost its last port has none of its own until it gets another port.
        Optional<MacAddress> own =
                link.macAddress().filter(MacAddress::isUnicast).or(this::macAddress);
        own.ifPresent(mac -> {
            call.step("fix the Ethernet address of " + config.bridge());
            links.set(link.index(), new LinkSettings().macAddress(mac));
        });
    }

    private void removeAddress(LinkAddress address) {
        try {
            call.host().addresses().remove(link.index(), address);
        } catch (NativeException e) {
            // Another attachment was faster.
            if (!e.is(Errno.EADDRNOTAVAIL)) {
                throw e;
            }
        }
    }
}
