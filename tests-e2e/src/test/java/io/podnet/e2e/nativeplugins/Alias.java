// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import io.podnet.base.IpPrefix;
import io.podnet.cni.CniErrorCode;
import io.podnet.cni.CniException;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVersion;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import io.podnet.netns.Link;
import io.podnet.netns.LinkAddress;
import io.podnet.netns.LinkName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A vendor's plugin: gives the interface of the plugin before it another address. */
public final class Alias implements NativePlugin {
    public Alias() {}

    @Override
    public String type() {
        return "alias";
    }

    @Override
    public List<CniVersion> versions() {
        return CniVersion.supportedSince(CniVersion.V0_3_0);
    }

    @Override
    public Set<String> keys() {
        return Set.of("address");
    }

    @Override
    public CniResult add(NativeCall call) {
        call.step("add an address to " + call.ifName());
        call.pod().rtnl().addresses().add(link(call).orElseThrow().index(), address(call));
        return call.prevResult().orElseThrow();
    }

    @Override
    public void check(NativeCall call) {
        if (link(call).filter(link -> has(call, link)).isEmpty()) {
            throw CniException.builder("alias-missing", call.ifName() + " does not have " + address(call))
                    .code(CniErrorCode.INTERNAL)
                    .build();
        }
    }

    @Override
    public void delete(NativeCall call) {
        if (call.hasPod()) {
            link(call).filter(link -> has(call, link)).ifPresent(link -> {
                call.step("remove an address from " + call.ifName());
                call.pod().rtnl().addresses().remove(link.index(), address(call));
            });
        }
    }

    private static Optional<Link> link(NativeCall call) {
        return call.pod().rtnl().links().find(LinkName.of(call.ifName()));
    }

    private static boolean has(NativeCall call, Link link) {
        return call.pod().rtnl().addresses().list(link.index()).stream()
                .anyMatch(each -> each.prefix().equals(address(call).prefix()));
    }

    private static LinkAddress address(NativeCall call) {
        return LinkAddress.of(IpPrefix.parse("address", call.config().string("address")));
    }
}
