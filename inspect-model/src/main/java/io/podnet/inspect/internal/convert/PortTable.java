// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect.internal.convert;

import io.podnet.base.IpAddresses;
import io.podnet.base.PortMapping;
import io.podnet.inspect.ContainerPort;
import io.podnet.inspect.NetworkMode;
import io.podnet.inspect.PodNetworkView;
import io.podnet.inspect.PortBinding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ports of a pod, as podman's makeInspectPortBindings lists them. */
final class PortTable {
    private PortTable() {}

    /** Lists the published ports, ranges port by port. */
    static Map<String, List<PortBinding>> published(PodNetworkView view) {
        Map<String, List<PortBinding>> table = new HashMap<>();
        if (!hasPorts(view.mode())) {
            return table;
        }
        for (PortMapping mapping : view.ports()) {
            for (PortMapping each : mapping.expand()) {
                String hostIp = each.hostIp().map(IpAddresses::format).orElse("");
                table.computeIfAbsent(
                                new ContainerPort(each.containerPort(), each.protocol()).toString(),
                                key -> new ArrayList<>())
                        .add(PortBinding.of(hostIp, each.hostPort()));
            }
        }
        return table;
    }

    /** Lists the exposed ports too; podman does since 3.4. */
    static Map<String, List<PortBinding>> publishedAndExposed(PodNetworkView view) {
        Map<String, List<PortBinding>> table = published(view);
        if (hasPorts(view.mode())) {
            view.exposedPorts().forEach(port -> table.putIfAbsent(port.toString(), List.of()));
        }
        return table;
    }

    // podman drops ports, with a warning, where there is nothing that it could publish them on.
    private static boolean hasPorts(NetworkMode mode) {
        return mode == NetworkMode.Plain.BRIDGE
                || mode == NetworkMode.Plain.SLIRP4NETNS
                || mode == NetworkMode.Plain.PASTA;
    }
}
