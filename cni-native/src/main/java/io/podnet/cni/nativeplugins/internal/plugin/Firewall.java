// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.plugin;

import io.podnet.base.IpPrefix;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVersion;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.internal.firewall.HostFirewall;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import io.podnet.cni.spi.Support;
import java.util.List;
import java.util.Set;

/**
 * Lets the host forward packets of a container, where it does so anyway. Where it does not, only rules of iptables help,
 * which the reference plugin sets: this one says so in {@link #supports}.
 */
public final class Firewall implements NativePlugin {
    private static final Set<String> NAMES =
            Set.of("backend", "firewalldZone", "iptablesAdminChainName", "ingressPolicy");

    /** Does nothing. */
    public Firewall() {}

    @Override
    public String type() {
        return "firewall";
    }

    /** As the reference plugin. */
    @Override
    public List<CniVersion> versions() {
        return CniVersion.supportedSince(CniVersion.V0_4_0);
    }

    /** A backend, a zone, a chain or a policy that somebody names is left to the executable; podman writes empty ones. */
    @Override
    public Set<String> keys() {
        return NAMES;
    }

    @Override
    public Support supports(ConfigObject config) {
        for (String each : NAMES) {
            if (!config.string(each).isEmpty()) {
                return Support.no("key \"" + each + "\" with a value is not supported natively by firewall");
            }
        }
        return HostFirewall.find()
                .map(HostFirewall::forwards)
                .orElse(Support.no("firewall needs nftables (libnftables1), which is not there"));
    }

    @Override
    public CniResult add(NativeCall call) {
        CniResult result =
                call.prevResult().orElseThrow(() -> Faults.internal("missing prevResult from earlier plugin"));
        requireForwarding(call);
        HostFirewall.find().ifPresent(firewall -> firewall.claim(call, addresses(result)));
        return result;
    }

    @Override
    public void check(NativeCall call) {
        if (call.prevResult().isEmpty()) {
            throw Faults.internal("missing prevResult from earlier plugin");
        }
        requireForwarding(call);
    }

    private void requireForwarding(NativeCall call) {
        if (supports(call.config()) instanceof Support.No no) {
            throw Faults.internal(no.reason());
        }
    }

    @Override
    public void delete(NativeCall call) {
        call.prevResult()
                .ifPresent(
                        result -> HostFirewall.find().ifPresent(firewall -> firewall.endForwarding(addresses(result))));
    }

    @Override
    public void gc(NativeCall call) {
        HostFirewall.find().ifPresent(firewall -> firewall.gc(call));
    }

    @Override
    public void status(NativeCall call) {
        if (supports(call.config()) instanceof Support.No no) {
            throw Faults.unavailable(no.reason());
        }
    }

    private static List<IpPrefix> addresses(CniResult result) {
        return result.ips().stream().map(CniIp::address).toList();
    }
}
