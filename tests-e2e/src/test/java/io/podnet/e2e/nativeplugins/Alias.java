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
import io.podnet.netns.linux.AddressRequests;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A vendor's plugin: gives the interface of the plugin before it other addresses. */
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
        return Set.of("addresses");
    }

    @Override
    public CniResult add(NativeCall call) {
        AddressRequests pod = call.pod().rtnl().addresses();
        int link = link(call).orElseThrow().index();
        call.allOrNothing(undo -> {
            for (LinkAddress each : addresses(call)) {
                call.step("add " + each.prefix());
                pod.add(link, each);
                undo.push(() -> pod.remove(link, each));
            }
            return link;
        });
        return call.prevResult().orElseThrow();
    }

    @Override
    public void check(NativeCall call) {
        List<IpPrefix> found = link(call).map(link -> found(call, link)).orElse(List.of());
        for (LinkAddress each : addresses(call)) {
            if (!found.contains(each.prefix())) {
                throw CniException.builder("alias-missing", call.ifName() + " does not have " + each.prefix())
                        .code(CniErrorCode.INTERNAL)
                        .build();
            }
        }
    }

    @Override
    public void delete(NativeCall call) {
        if (call.hasPod()) {
            link(call).ifPresent(link -> {
                List<IpPrefix> found = found(call, link);
                for (LinkAddress each : addresses(call)) {
                    if (found.contains(each.prefix())) {
                        call.step("remove " + each.prefix());
                        call.pod().rtnl().addresses().remove(link.index(), each);
                    }
                }
            });
        }
    }

    private static Optional<Link> link(NativeCall call) {
        return call.pod().rtnl().links().find(LinkName.of(call.ifName()));
    }

    private static List<IpPrefix> found(NativeCall call, Link link) {
        return call.pod().rtnl().addresses().list(link.index()).stream()
                .map(LinkAddress::prefix)
                .toList();
    }

    private static List<LinkAddress> addresses(NativeCall call) {
        return call.config().strings("addresses").stream()
                .map(each -> LinkAddress.of(IpPrefix.parse("addresses", each)))
                .toList();
    }
}
