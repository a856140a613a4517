// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.bridge;

import io.podnet.cni.CniInterface;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.internal.link.Masquerading;
import io.podnet.cni.nativeplugins.internal.link.ResultCheck;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.netns.Link;
import io.podnet.netns.LinkFlag;

/** CHECK of bridge. */
public final class BridgeCheck {
    private final NativeCall call;
    private final BridgeConfig config;

    /**
     * Checks.
     *
     * @param call the call
     * @param config what it wants
     */
    public BridgeCheck(NativeCall call, BridgeConfig config) {
        this.call = call;
        this.config = config;
    }

    /** Compares with what ADD has reported. */
    public void run() {
        ResultCheck check = new ResultCheck(call);
        Link bridge = bridge(check);
        Link pod = check.podLink("veth");
        boolean connected = check.result().interfaces().stream()
                .filter(each -> each.sandbox().isEmpty())
                .filter(each -> !each.name().equals(config.bridge().value()))
                .anyMatch(each -> isPort(each, bridge, pod));
        if (!connected) {
            throw Faults.internal("CNI veth created for bridge " + config.bridge() + " was not found");
        }
        check.addressesAndRoutes(pod);
        Masquerading.check(call, check.result().ips());
    }

    private Link bridge(ResultCheck check) {
        CniInterface expected = check.result().interfaces().stream()
                .filter(each -> each.sandbox().isEmpty()
                        && each.name().equals(config.bridge().value()))
                .findFirst()
                .orElseThrow(() -> Faults.internal("CNI created bridge " + config.bridge() + " is not in prevResult"));
        // Its Ethernet address is that of a port, whichever is lowest, until a gateway fixes it: no reason to complain.
        CniInterface byName = CniInterface.of(expected.name(), "", expected.sandbox());
        Link bridge = ResultCheck.link(call.host(), byName, "bridge");
        if (bridge.flags().contains(LinkFlag.PROMISC) != config.promiscuous()) {
            throw Faults.internal("Bridge interface " + config.bridge() + " configured Promisc Mode "
                    + config.promiscuous() + " doesn't match current state: " + !config.promiscuous());
        }
        return bridge;
    }

    private boolean isPort(CniInterface expected, Link bridge, Link pod) {
        Link host = ResultCheck.link(call.host(), expected, "veth");
        return host.master().orElse(0) == bridge.index()
                && host.peer().orElse(0) == pod.index()
                && pod.peer().orElse(0) == host.index();
    }
}
