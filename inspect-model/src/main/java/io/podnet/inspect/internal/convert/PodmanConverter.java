// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect.internal.convert;

import io.podnet.base.Availability;
import io.podnet.cni.CniResult;
import io.podnet.inspect.Addressing;
import io.podnet.inspect.AttachedNetwork;
import io.podnet.inspect.EndpointSettings;
import io.podnet.inspect.Fidelity;
import io.podnet.inspect.NetworkMode;
import io.podnet.inspect.NetworkSettings;
import io.podnet.inspect.PodNetworkView;
import io.podnet.inspect.spi.InspectConverter;
import java.util.ArrayList;
import java.util.List;

/** The rules of podman 4.3.1 (libpod/networking_linux.go, getContainerNetworkInfo). */
public final class PodmanConverter implements InspectConverter {
    /** For ServiceLoader. */
    public PodmanConverter() {}

    @Override
    public String name() {
        return "podman";
    }

    @Override
    public Availability probe() {
        return Availability.available("as podman 4.3.1");
    }

    @Override
    public NetworkSettings convert(PodNetworkView view, Fidelity fidelity) {
        if (view.mode() instanceof NetworkMode.Shared shared) {
            return convert(shared.owner(), fidelity);
        }
        NetworkSettings.Builder settings = NetworkSettings.builder().ports(PortTable.publishedAndExposed(view));
        if (view.mode() instanceof NetworkMode.Path path) {
            path.found().ifPresent(found -> settings.addressing(InterfaceAddresses.of(found, fidelity)));
            return settings.build();
        }
        if (!Views.isUp(view)) {
            view.networks()
                    .forEach(network -> settings.network(network.name(), endpoint(view, network, Addressing.NONE)));
            return settings.build();
        }
        settings.sandboxKey(view.sandboxKey());
        List<CniResult> results = view.results();
        // Without any result it is probably a user-mode stack.
        if (!results.isEmpty()) {
            attached(view, results, fidelity, settings);
        }
        return settings.build();
    }

    private static void attached(
            PodNetworkView view, List<CniResult> results, Fidelity fidelity, NetworkSettings.Builder settings) {
        List<AttachedNetwork> networks = view.networks();
        if (networks.isEmpty()) {
            Views.checkAtMostOne("network status result", results.size());
            settings.addressing(InterfaceAddresses.of(results.get(0), fidelity));
            return;
        }
        Views.checkCounts(
                "network", networks.stream().map(AttachedNetwork::name).toList(), results.size());
        for (AttachedNetwork network : networks) {
            Addressing addressing = network.result()
                    .map(result -> InterfaceAddresses.of(result, fidelity))
                    .orElse(Addressing.NONE);
            settings.network(network.name(), endpoint(view, network, addressing));
            if (networks.size() == 1 && network.name().equals(view.defaultNetwork())) {
                settings.addressing(addressing);
            }
        }
    }

    private static EndpointSettings endpoint(PodNetworkView view, AttachedNetwork network, Addressing addressing) {
        List<String> aliases = new ArrayList<>(network.aliases());
        aliases.add(view.shortId());
        return EndpointSettings.of(network.name(), addressing, aliases);
    }
}
