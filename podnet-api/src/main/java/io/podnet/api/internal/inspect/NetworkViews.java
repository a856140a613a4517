// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.inspect;

import io.podnet.api.NetworkMode;
import io.podnet.api.PodId;
import io.podnet.api.PodNetwork;
import io.podnet.api.PodState;
import io.podnet.api.internal.Host;
import io.podnet.api.internal.network.ResultReader;
import io.podnet.api.internal.record.AttachmentRecord;
import io.podnet.api.internal.record.NetnsPlace;
import io.podnet.api.internal.record.PodPlan;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Sandbox;
import io.podnet.base.PortMapping;
import io.podnet.cni.CniResult;
import io.podnet.inspect.AttachedNetwork;
import io.podnet.inspect.ContainerStatus;
import io.podnet.inspect.PodNetworkView;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes views of records. */
public final class NetworkViews {
    private final Host host;
    private final Function<NetnsPlace, Optional<Path>> files;

    /**
     * Makes views of the pods of a host.
     *
     * @param host the host
     * @param files finds the file that leads to a namespace
     */
    public NetworkViews(Host host, Function<NetnsPlace, Optional<Path>> files) {
        this.host = host;
        this.files = files;
    }

    /**
     * Makes a view.
     *
     * @param pod a pod's record
     * @return what an inspect converter needs to know about it
     */
    public PodNetworkView of(PodRecord pod) {
        return of(pod, new HashSet<>());
    }

    private PodNetworkView of(PodRecord pod, Set<PodId> seen) {
        seen.add(pod.id());
        PodPlan plan = pod.plan();
        Optional<Sandbox> sandbox = pod.sandbox();
        PodNetworkView.Builder view = PodNetworkView.builder(pod.id().value(), pod.name())
                .status(status(pod.state()))
                .mode(mode(plan.mode(), seen))
                .networksNamed(plan.networksNamed())
                .defaultNetwork(host.settings().defaultNetwork())
                .rootless(!host.grounds().pluginsPublish());
        sandbox.map(Sandbox::netns).flatMap(files).ifPresent(file -> view.sandboxKey(file.toString()));
        List<PortMapping> ports = sandbox.map(Sandbox::ports).orElse(plan.ports());
        ports.forEach(view::port);
        plan.exposed().forEach(view::exposedPort);
        if (pod.state() == PodState.RUNNING && sandbox.isPresent()) {
            running(plan, sandbox.get(), view);
        } else {
            plan.networks().forEach(network -> view.network(attached(network, "", Optional.empty())));
        }
        return view.build();
    }

    // podman refuses to show a container whose networks and results do not match, as while one is being connected, or
    // after a plugin failed. Here what is attached is shown.
    private static void running(PodPlan plan, Sandbox sandbox, PodNetworkView.Builder view) {
        for (AttachmentRecord each : sandbox.attachments()) {
            Optional<CniResult> result = ResultReader.result(each);
            Optional<PodNetwork> network = plan.network(each.network());
            if (network.isPresent() && result.isPresent()) {
                view.network(attached(network.get(), each.ifName(), result));
            }
        }
    }

    private static AttachedNetwork attached(PodNetwork network, String ifName, Optional<CniResult> result) {
        String name = ifName.isEmpty() ? network.interfaceName().orElse("") : ifName;
        return new AttachedNetwork(network.name(), name, network.aliases(), result);
    }

    private static ContainerStatus status(PodState state) {
        return switch (state) {
            case CREATED -> ContainerStatus.CREATED;
            case RUNNING -> ContainerStatus.RUNNING;
            case STOPPED -> ContainerStatus.EXITED;
        };
    }

    private io.podnet.inspect.NetworkMode mode(NetworkMode mode, Set<PodId> seen) {
        if (mode instanceof NetworkMode.None) {
            return io.podnet.inspect.NetworkMode.Plain.NONE;
        }
        if (mode instanceof NetworkMode.Host) {
            return io.podnet.inspect.NetworkMode.Plain.HOST;
        }
        if (mode instanceof NetworkMode.Stack stack) {
            return stack.choice().name().equals("pasta")
                    ? io.podnet.inspect.NetworkMode.Plain.PASTA
                    : io.podnet.inspect.NetworkMode.Plain.SLIRP4NETNS;
        }
        if (mode instanceof NetworkMode.Path path) {
            return new io.podnet.inspect.NetworkMode.Path(
                    path.file().toString(), NamespaceScan.of(host.namespaces(), path.file()));
        }
        if (mode instanceof NetworkMode.Pod shared) {
            return new io.podnet.inspect.NetworkMode.Shared(owner(shared.nameOrId(), seen));
        }
        // podman resolves private to bridge when it creates the container.
        return io.podnet.inspect.NetworkMode.Plain.BRIDGE;
    }

    // The record names the owner by its id. One that is gone, or goes round in a circle, has no network to show.
    private PodNetworkView owner(String id, Set<PodId> seen) {
        return host.records()
                .find(new PodId(id))
                .filter(owner -> !seen.contains(owner.id()))
                .map(owner -> of(owner, seen))
                .orElseGet(() -> PodNetworkView.builder(id, id).build());
    }
}
