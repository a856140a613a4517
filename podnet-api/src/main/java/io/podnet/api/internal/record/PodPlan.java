// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.record;

import io.podnet.api.DnsSettings;
import io.podnet.api.HostEntry;
import io.podnet.api.NetworkMode;
import io.podnet.api.PodNetwork;
import io.podnet.base.PortMapping;
import io.podnet.inspect.ContainerPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a pod is to be whenever it is started.
 *
 * @param mode how it gets its network; a pod is named by its id
 * @param networks the networks it is attached to, each by its name and with an interface's name; none but in mode bridge
 * @param networksNamed false if nobody named a network, and it is where the default puts it
 * @param ports the ports to publish, as they were asked for
 * @param exposed the ports to show without publishing them
 * @param dns how it resolves names
 * @param hosts the lines of its own in its hosts file
 */
public record PodPlan(
        NetworkMode mode,
        List<PodNetwork> networks,
        boolean networksNamed,
        List<PortMapping> ports,
        List<ContainerPort> exposed,
        DnsSettings dns,
        List<HostEntry> hosts) {
    /**
     * Copies what could change.
     *
     * @param mode how it gets its network
     * @param networks the networks it is attached to
     * @param networksNamed false if nobody named a network
     * @param ports the ports to publish
     * @param exposed the ports to show
     * @param dns how it resolves names
     * @param hosts the lines of its own in its hosts file
     */
    public PodPlan {
        networks = List.copyOf(networks);
        ports = List.copyOf(ports);
        exposed = List.copyOf(exposed);
        hosts = List.copyOf(hosts);
    }

    /**
     * Plans one more network.
     *
     * @param network the network, with an interface's name
     * @return a copy
     */
    public PodPlan with(PodNetwork network) {
        List<PodNetwork> more = new ArrayList<>(networks);
        more.add(network);
        return new PodPlan(mode, more, true, ports, exposed, dns, hosts);
    }

    /**
     * Plans to leave a network.
     *
     * @param name the network's name
     * @return a copy
     */
    public PodPlan without(String name) {
        List<PodNetwork> fewer =
                networks.stream().filter(each -> !each.name().equals(name)).toList();
        return new PodPlan(mode, fewer, true, ports, exposed, dns, hosts);
    }

    /**
     * Finds a network of the plan.
     *
     * @param name its name
     * @return the network, if the pod is to be on it
     */
    public Optional<PodNetwork> network(String name) {
        return networks.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /**
     * Lists the networks.
     *
     * @return their names
     */
    public List<String> networkNames() {
        return networks.stream().map(PodNetwork::name).toList();
    }
}
