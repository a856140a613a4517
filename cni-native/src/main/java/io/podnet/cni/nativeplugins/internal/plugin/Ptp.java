// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.plugin;

import io.podnet.cni.CniResult;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.internal.link.Ipam;
import io.podnet.cni.nativeplugins.internal.link.Masquerading;
import io.podnet.cni.nativeplugins.internal.link.ResultCheck;
import io.podnet.cni.nativeplugins.internal.link.VethRemoval;
import io.podnet.cni.nativeplugins.internal.ptp.PtpAttachment;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import io.podnet.cni.nativeplugins.spi.Delegate;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import io.podnet.cni.spi.Support;
import java.util.Set;

/** Joins a container to the host, which routes for it. */
public final class Ptp implements NativePlugin {
    /** Does nothing. */
    public Ptp() {}

    @Override
    public String type() {
        return "ptp";
    }

    @Override
    public Set<String> keys() {
        return Set.of("ipMasq", "mtu");
    }

    @Override
    public Support supports(ConfigObject config) {
        if (config.object("ipam").string("type").isEmpty()) {
            return Support.no("ptp needs ipam");
        }
        return Masquerading.supports(config);
    }

    @Override
    public CniResult add(NativeCall call) {
        return call.allOrNothing(undo -> new PtpAttachment(call, undo).make());
    }

    @Override
    public void check(NativeCall call) {
        Ipam.of(call).ifPresent(Delegate::check);
        ResultCheck check = new ResultCheck(call);
        check.addressesAndRoutes(check.podLink("veth"));
        Masquerading.check(call, check.result().ips());
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
