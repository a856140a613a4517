// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.plugin;

import io.podnet.cni.CniResult;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.internal.bridge.BridgeAttachment;
import io.podnet.cni.nativeplugins.internal.bridge.BridgeCheck;
import io.podnet.cni.nativeplugins.internal.bridge.BridgeConfig;
import io.podnet.cni.nativeplugins.internal.link.Ipam;
import io.podnet.cni.nativeplugins.internal.link.Masquerading;
import io.podnet.cni.nativeplugins.internal.link.VethRemoval;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import io.podnet.cni.nativeplugins.spi.Delegate;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import io.podnet.cni.spi.Support;
import java.util.Set;

/** Joins containers by a bridge, which may be their gateway. */
public final class Bridge implements NativePlugin {
    /** Does nothing. */
    public Bridge() {}

    @Override
    public String type() {
        return "bridge";
    }

    @Override
    public Set<String> keys() {
        return Set.of(
                "bridge",
                "isGateway",
                "isDefaultGateway",
                "forceAddress",
                "ipMasq",
                "mtu",
                "hairpinMode",
                "promiscMode",
                "vlan",
                "macspoofchk",
                "enabledad");
    }

    @Override
    public Set<String> capabilities() {
        return Set.of("mac");
    }

    @Override
    public Support supports(ConfigObject config) {
        if (config.int32("vlan") != 0) {
            return Support.no("vlan is not supported natively");
        }
        if (config.bool("macspoofchk")) {
            return Support.no("macspoofchk is not supported natively");
        }
        return Masquerading.supports(config);
    }

    @Override
    public CniResult add(NativeCall call) {
        return call.allOrNothing(undo -> new BridgeAttachment(call, BridgeConfig.of(call), undo).make());
    }

    @Override
    public void check(NativeCall call) {
        Ipam.of(call).ifPresent(Delegate::check);
        new BridgeCheck(call, BridgeConfig.of(call)).run();
    }

    @Override
    public void delete(NativeCall call) {
        VethRemoval.run(call);
    }

    /** Elements that a DEL of somebody else's has left. */
    @Override
    public void gc(NativeCall call) {
        Masquerading.gc(call);
    }

    @Override
    public void status(NativeCall call) {
        if (supports(call.config()) instanceof Support.No no) {
            throw Faults.unavailable(no.reason());
        }
        Ipam.of(call).ifPresent(Delegate::status);
    }
}
