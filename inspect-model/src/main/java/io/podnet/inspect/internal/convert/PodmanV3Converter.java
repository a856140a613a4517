// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect.internal.convert;

import io.podnet.base.Availability;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVersion;
import io.podnet.cni.Result040;
import io.podnet.inspect.Addressing;
import io.podnet.inspect.AttachedNetwork;
import io.podnet.inspect.EndpointSettings;
import io.podnet.inspect.Fidelity;
import io.podnet.inspect.NetworkMode;
import io.podnet.inspect.NetworkSettings;
import io.podnet.inspect.PodNetworkView;
import io.podnet.inspect.internal.Copies;
import io.podnet.inspect.spi.InspectConverter;
import java.util.List;
import java.util.Optional;

/** The rules of podman 3.2 (libpod/networking_linux.go, getContainerNetworkInfo). */
public final class PodmanV3Converter implements InspectConverter {
    private static final int PRIORITY = 50;

    /** For ServiceLoader. */
    public PodmanV3Converter() {}

    @Override
    public String name() {
        return "podman-v3";
    }

    @Override
    public int priority() {
        return PRIORITY;
    }

    @Override
    public Availability probe() {
        return Availability.available("as podman 3.2");
    }

    @Override
    public NetworkSettings convert(PodNetworkView view, Fidelity fidelity) {
        if (view.mode() instanceof NetworkMode.Shared shared) {
            return convert(shared.owner(), fidelity);
        }
        NetworkSettings.Builder settings = NetworkSettings.builder().ports(PortTable.published(view));
        List<AttachedNetwork> networks = networks(view);
        if (!Views.isUp(view)) {
            networks.forEach(network ->
                    settings.network(network.name(), EndpointSettings.of(network.name(), Addressing.NONE, List.of())));
            return settings.build();
        }
        settings.sandboxKey(view.sandboxKey());
        List<CniResult> results = view.results();
        if (!results.isEmpty()) {
            attached(view, networks, results, fidelity, settings);
        }
        return settings.build();
    }

    private static void attached(
            PodNetworkView view,
            List<AttachedNetwork> networks,
            List<CniResult> results,
            Fidelity fidelity,
            NetworkSettings.Builder settings) {
        if (!networks.isEmpty()) {
            Views.checkCounts(
                    "CNI network", networks.stream().map(AttachedNetwork::name).toList(), results.size());
            for (AttachedNetwork network : networks) {
                Addressing addressing = network.result()
                        .map(result -> addressing(result, fidelity))
                        .orElse(Addressing.NONE);
                // The aliases were the keys of a bucket of bbolt: sorted, each once.
                List<String> aliases = network.aliases().stream()
                        .distinct()
                        .sorted(Copies.BY_CODE_POINTS)
                        .toList();
                settings.network(network.name(), EndpointSettings.of(network.name(), addressing, aliases));
            }
            if (!isDefault(view)) {
                return;
            }
        }
        Views.checkAtMostOne("CNI result", results.size());
        settings.addressing(addressing(results.get(0), fidelity));
    }

    // A pod whose networks nobody named is on the default network, in whatever mode; not so a plain user's.
    private static List<AttachedNetwork> networks(PodNetworkView view) {
        if (view.networks().isEmpty() && isDefault(view)) {
            return List.of(new AttachedNetwork(view.defaultNetwork(), "eth0", List.of(), Optional.empty()));
        }
        return view.networks();
    }

    private static boolean isDefault(PodNetworkView view) {
        return !view.networksNamed() && !view.rootless();
    }

    private static Addressing addressing(CniResult result, Fidelity fidelity) {
        return AddressesOf040.of((Result040) result.as(CniVersion.V0_4_0), fidelity);
    }
}
