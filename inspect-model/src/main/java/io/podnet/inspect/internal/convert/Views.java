// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect.internal.convert;

import io.podnet.base.IpAddresses;
import io.podnet.cni.CniIp;
import io.podnet.inspect.ContainerStatus;
import io.podnet.inspect.Fidelity;
import io.podnet.inspect.InspectException;
import io.podnet.inspect.NetworkMode;
import io.podnet.inspect.PodNetworkView;
import io.podnet.inspect.internal.Copies;
import java.util.List;
import java.util.stream.Collectors;

/** What the converters agree on. */
final class Views {
    private Views() {}

    /** Tells whether the pod has a namespace that podman would know of. */
    static boolean isUp(PodNetworkView view) {
        boolean ownNamespace = view.mode() instanceof NetworkMode.Plain
                && view.mode() != NetworkMode.Plain.NONE
                && view.mode() != NetworkMode.Plain.HOST;
        return ownNamespace
                && view.status() == ContainerStatus.RUNNING
                && !view.sandboxKey().isEmpty();
    }

    // Go prints a nil net.IP as "<nil>".
    static String gateway(CniIp ip, Fidelity fidelity) {
        return ip.gateway().map(IpAddresses::format).orElse(fidelity == Fidelity.PODMAN ? "<nil>" : "");
    }

    /**
     * Fails unless there is one result for each network; kind is what podman calls the networks. podman 3 lists their
     * names; podman 4 dumps a map whose keys they are, {@code map[net1:{[] [869dcdab6fcc] [] eth0}]}: the names do.
     */
    static void checkCounts(String kind, List<String> networks, int results) {
        if (networks.size() != results) {
            throw new InspectException(
                    InspectException.MISMATCH,
                    "network inspection mismatch: asked to join " + networks.size() + " " + kind + "(s) ["
                            + networks.stream().sorted(Copies.BY_CODE_POINTS).collect(Collectors.joining(" "))
                            + "], but have information on " + results
                            + " network(s): internal libpod error");
        }
    }

    /** Fails if there are several results without networks. */
    static void checkAtMostOne(String kind, int results) {
        if (results > 1) {
            throw new InspectException(
                    InspectException.MISMATCH,
                    "should have at most 1 " + kind + " if not joining networks, instead got " + results
                            + ": internal libpod error");
        }
    }
}
