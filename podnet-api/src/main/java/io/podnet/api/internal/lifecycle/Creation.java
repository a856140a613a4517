// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.NetworkMode;
import io.podnet.api.PodException;
import io.podnet.api.PodId;
import io.podnet.api.PodNetwork;
import io.podnet.api.PodSpec;
import io.podnet.api.PodState;
import io.podnet.api.internal.Host;
import io.podnet.api.internal.network.StaticAddresses;
import io.podnet.api.internal.record.PodPlan;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.base.FileLocks.Held;
import io.podnet.base.InvalidValueException;
import io.podnet.base.PortMapping;
import io.podnet.base.ProcessIdentity;
import io.podnet.cni.NetworkConfigList;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates pods: a record each, and nothing else. */
final class Creation {
    private static final Logger LOG = LoggerFactory.getLogger(Creation.class.getPackageName());

    private final Host host;
    private final Lookup lookup;

    Creation(Host host, Lookup lookup) {
        this.host = host;
        this.lookup = lookup;
    }

    /** Thinks of a pod, whose networks are there; nobody knows of it yet. */
    PodRecord draft(PodSpec spec, Optional<ProcessIdentity> runner) {
        PodId id = PodId.random();
        return new PodRecord(
                id,
                spec.name().orElse(id.shortened()),
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                plan(spec),
                runner,
                PodState.CREATED,
                Optional.empty(),
                Optional.empty());
    }

    private PodPlan plan(PodSpec spec) {
        NetworkMode mode = mode(spec.mode());
        List<PodNetwork> networks = mode.isBridge() ? networks(spec) : List.of();
        boolean named = mode.isBridge() && !spec.networks().isEmpty();
        List<PortMapping> ports = spec.ports();
        if (!ports.isEmpty() && !mode.isBridge() && !(mode instanceof NetworkMode.Stack)) {
            LOG.warn("Port mappings have been discarded as one of the Host, Container, Pod, and None network modes are"
                    + " in use");
            ports = List.of();
        }
        if (mode instanceof NetworkMode.Pod
                && !(spec.dns().isEmpty() && spec.hosts().isEmpty())) {
            throw new InvalidValueException(
                    "network mode",
                    mode,
                    "names are resolved as in the pod whose namespace is shared: set DNS servers and hosts there");
        }
        return new PodPlan(mode, networks, named, ports, spec.exposed(), spec.dns(), spec.hosts());
    }

    private NetworkMode mode(NetworkMode wanted) {
        if (wanted instanceof NetworkMode.Private) {
            return NetworkMode.bridge();
        }
        if (wanted instanceof NetworkMode.Pod shared) {
            try {
                PodRecord owner = lookup.find(shared.nameOrId());
                lookup.owner(owner);
                return NetworkMode.ofPod(owner.id().value());
            } catch (PodException e) {
                throw new PodException(
                        e.errorCode(), "looking up pod to share net namespace with: " + e.getMessage(), e);
            }
        }
        if (wanted instanceof NetworkMode.Path path && !Files.exists(path.file())) {
            throw new PodException(
                    "netns-unknown",
                    "cannot find specified network namespace path: stat " + path.file()
                            + ": no such file or directory");
        }
        return wanted;
    }

    private List<PodNetwork> networks(PodSpec spec) {
        List<PodNetwork> wanted = spec.networks().isEmpty()
                ? List.of(spec.defaultNetwork(host.settings().defaultNetwork()))
                : spec.networks();
        List<PodNetwork> networks = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (PodNetwork each : wanted) {
            PodNetwork network = resolve(each);
            if (!names.add(network.name())) {
                throw new InvalidValueException("network", each.name(), "the pod is attached to it already");
            }
            networks.add(network);
        }
        return InterfaceNames.choose(networks);
    }

    /** Finds the network that is meant, and looks whether it can give what is wanted. */
    PodNetwork resolve(PodNetwork wanted) {
        NetworkConfigList network = host.networks().find(wanted.name());
        StaticAddresses.require(network, wanted.ips());
        if (network.name().equals(wanted.name())) {
            return wanted;
        }
        PodNetwork.Builder named = PodNetwork.builder(network.name());
        wanted.ips().forEach(named::ip);
        wanted.mac().ifPresent(named::mac);
        wanted.aliases().forEach(named::alias);
        wanted.interfaceName().ifPresent(named::interfaceName);
        return named.build();
    }

    /** Adds a pod to the records, with what it may have outside of them from now on. */
    PodRecord add(PodRecord pod) {
        try (Held state = host.locks().state()) {
            refuseTwin(pod);
            // Networks are removed under this lock: none that was found before may be gone.
            pod.plan().networks().forEach(each -> host.networks().find(each.name()));
            host.records().intend(pod);
        }
        host.events().podCreated(pod.id(), pod.name());
        return pod;
    }

    private void refuseTwin(PodRecord pod) {
        Optional<PodRecord> twin = host.records().all().pods().stream()
                .filter(each -> each.name().equals(pod.name()))
                .findFirst();
        if (twin.isPresent()) {
            throw new PodException(
                    "pod-name-in-use",
                    "the pod name \"" + pod.name() + "\" is already in use by "
                            + twin.get().id() + ". You have to remove that pod to be able to reuse that name");
        }
    }
}
