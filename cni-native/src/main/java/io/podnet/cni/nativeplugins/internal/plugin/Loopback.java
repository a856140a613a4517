// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.plugin;

import io.podnet.cni.CniDns;
import io.podnet.cni.CniErrorCode;
import io.podnet.cni.CniException;
import io.podnet.cni.CniInterface;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVersion;
import io.podnet.cni.Result100;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import io.podnet.netns.Link;
import io.podnet.netns.LinkAddress;
import io.podnet.netns.LinkName;
import io.podnet.netns.linux.LinkSettings;
import io.podnet.netns.linux.RtNetlink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sets the loopback interface up, whatever interface the call names. */
public final class Loopback implements NativePlugin {
    private static final LinkName LO = LinkName.of("lo");
    private static final String NO_MAC = "00:00:00:00:00:00";

    /** Does nothing. */
    public Loopback() {}

    @Override
    public String type() {
        return "loopback";
    }

    @Override
    public Set<String> keys() {
        return Set.of();
    }

    @Override
    public CniResult add(NativeCall call) {
        RtNetlink rtnl = call.pod().rtnl();
        int lo = lo(rtnl).index();
        call.step("set lo up");
        rtnl.links().set(lo, new LinkSettings().up());
        List<LinkAddress> addresses = rtnl.addresses().list(lo);
        addresses.stream()
                .filter(each -> !each.prefix().address().isLoopbackAddress())
                .findFirst()
                .ifPresent(each -> {
                    throw failure("loopback interface found with non-loopback address \"" + each.prefix() + "\"");
                });
        Optional<CniResult> prevResult = call.prevResult();
        return prevResult.isPresent() ? prevResult.get() : result(call, addresses);
    }

    // The first address of each family, IPv4 first, as the reference plugin reports them.
    private static CniResult result(NativeCall call, List<LinkAddress> addresses) {
        CniInterface lo = CniInterface.of("lo", NO_MAC, call.pod().file().toString());
        List<CniIp> ips = new ArrayList<>();
        for (boolean ipv4 : List.of(true, false)) {
            addresses.stream()
                    .map(LinkAddress::prefix)
                    .filter(prefix -> prefix.isIpv4() == ipv4)
                    .findFirst()
                    .ifPresent(prefix -> ips.add(CniIp.of(0, prefix, Optional.empty())));
        }
        return new Result100(CniVersion.LATEST, List.of(lo), ips, List.of(), CniDns.EMPTY);
    }

    @Override
    public void check(NativeCall call) {
        if (!lo(call.pod().rtnl()).isUp()) {
            throw failure("loopback interface is down");
        }
    }

    @Override
    public void delete(NativeCall call) {
        if (call.hasPod()) {
            RtNetlink rtnl = call.pod().rtnl();
            rtnl.links().set(lo(rtnl).index(), new LinkSettings().down());
        }
    }

    private static Link lo(RtNetlink rtnl) {
        return rtnl.links().find(LO).orElseThrow(() -> failure("there is no loopback interface"));
    }

    private static CniException failure(String msg) {
        return CniException.builder("cni-native-loopback", msg)
                .code(CniErrorCode.INTERNAL)
                .build();
    }
}
