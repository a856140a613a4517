// SPDX-License-Identifier: Apache-2.0
package com.example.vendor;

import io.podnet.base.Availability;
import io.podnet.inspect.EndpointSettings;
import io.podnet.inspect.Fidelity;
import io.podnet.inspect.NetworkMode;
import io.podnet.inspect.NetworkSettings;
import io.podnet.inspect.PodNetworkView;
import io.podnet.inspect.spi.InspectConverter;
import java.util.ServiceLoader;

/** Another format: as podman's, but the top level is never filled, and aliases never have the pod's short id. */
public final class PlainConverter implements InspectConverter {
    @Override
    public String name() {
        return "plain";
    }

    @Override
    public int priority() {
        return 1; // only where it is named
    }

    @Override
    public Availability probe() {
        return Availability.available("");
    }

    @Override
    public NetworkSettings convert(PodNetworkView view, Fidelity fidelity) {
        if (view.mode() instanceof NetworkMode.Shared shared) {
            return convert(shared.owner(), fidelity);
        }
        NetworkSettings podman = podman().convert(view, fidelity);
        NetworkSettings.Builder plain =
                NetworkSettings.builder().ports(podman.ports()).sandboxKey(podman.sandboxKey());
        podman.networks().forEach((name, endpoint) -> plain.network(
                name,
                EndpointSettings.of(
                        name,
                        endpoint.addressing(),
                        endpoint.aliases().stream()
                                .filter(alias -> !alias.equals(view.shortId()))
                                .toList())));
        return plain.build();
    }

    private static InspectConverter podman() {
        return ServiceLoader.load(InspectConverter.class, PlainConverter.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals("podman"))
                .findFirst()
                .orElseThrow();
    }
}
