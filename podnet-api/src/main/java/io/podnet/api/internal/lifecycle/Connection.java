// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.PodAttachment;
import io.podnet.api.PodException;
import io.podnet.api.PodNetwork;
import io.podnet.api.PodState;
import io.podnet.api.internal.Host;
import io.podnet.api.internal.network.ResultReader;
import io.podnet.api.internal.record.AttachmentRecord;
import io.podnet.api.internal.record.PodPlan;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Sandbox;
import io.podnet.api.internal.record.Work;
import io.podnet.base.InvalidValueException;
import io.podnet.base.PodnetException;
import io.podnet.cni.NetworkConfigList;
import io.podnet.netns.LinkName;
import io.podnet.netns.Netns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects pods to networks and disconnects them. The plan changes when the effect is there: an attachment on record
 * that is not in the plan is one to be removed.
 */
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class.getPackageName());

    private final Host host;
    private final Places places;
    private final Attaching attaching;

    Connection(Host host, Places places, Attaching attaching) {
        this.host = host;
        this.places = places;
        this.attaching = attaching;
    }

    /** Connects a pod whose locks the caller holds, and that has no work. */
    PodRecord connect(PodRecord pod, PodNetwork wanted) {
        if (pod.plan().network(wanted.name()).isPresent()) {
            if (pod.state() != PodState.RUNNING) {
                return pod;
            }
            throw new PodException(
                    "network-connected",
                    "pod " + pod.id() + " is already connected to network \"" + wanted.name()
                            + "\": network is already connected");
        }
        List<PodNetwork> all = new ArrayList<>(pod.plan().networks());
        all.add(wanted);
        PodNetwork network = InterfaceNames.choose(all).get(all.size() - 1);
        PodPlan plan = pod.plan().with(network);
        if (pod.state() != PodState.RUNNING) {
            PodRecord planned = host.records().intend(pod.with(plan));
            host.events()
                    .networkConnected(
                            pod.id(),
                            pod.name(),
                            network.name(),
                            network.interfaceName().orElseThrow());
            return planned;
        }
        NetworkConfigList config = host.networks().usable(network.name());
        Sandbox before = pod.sandbox().orElseThrow();
        requireFree(pod, network);
        boolean publishes =
                !before.ports().isEmpty() && before.attachments().stream().noneMatch(AttachmentRecord::publishes);
        AttachmentRecord intended = AttachmentRecord.intended(
                network.name(), network.interfaceName().orElseThrow(), publishes);
        PodRecord connecting = host.records().intend(pod.begin(Work.Kind.CONNECT, before.plus(intended)));
        AttachmentRecord made;
        try {
            made = attaching.attach(connecting, before, intended, config, network);
            attaching.publish(connecting, before.plus(made));
        } catch (RuntimeException | Error e) {
            undo(pod, before, intended, e);
            throw e;
        }
        Sandbox after = before.plus(made);
        PodRecord connected = host.records().note(pod.with(plan).with(after));
        host.events().networkConnected(pod.id(), pod.name(), network.name(), made.ifName());
        writeNames(connected, after);
        return connected;
    }

    // What the kernel would refuse after the plugins made half of it.
    private void requireFree(PodRecord pod, PodNetwork network) {
        String ifName = network.interfaceName().orElseThrow();
        try (Netns netns = places.open(pod)) {
            if (netns.links().find(LinkName.of(ifName)).isPresent()) {
                throw new InvalidValueException(
                        "interface name", ifName, "pod " + pod.name() + " has an interface of that name already");
            }
        }
    }

    private void undo(PodRecord pod, Sandbox before, AttachmentRecord intended, Throwable failure) {
        try {
            // It may be there, and its ports may not.
            if (host.attacher().isKnown(pod, intended)) {
                attaching.detach(pod, before, intended);
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
        try {
            boolean left = host.attacher().isKnown(pod, intended);
            host.records().note(left ? pod.unfinished(Work.Kind.DISCONNECT, before.plus(intended)) : pod);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Disconnects a pod whose locks the caller holds, and that has no work. */
    PodRecord disconnect(PodRecord pod, String name, String asGiven, boolean force) {
        PodPlan plan = pod.plan();
        if (plan.networks().isEmpty()) {
            throw new PodException(
                    "network-not-connected",
                    "pod " + pod.id() + " is not connected to CNI network \"" + name + "\": network not found");
        }
        if (plan.network(name).isEmpty()) {
            throw new PodException("network-not-connected", "pod " + asGiven + " is not connected to network " + name);
        }
        PodRecord without = pod.with(plan.without(name));
        if (pod.state() != PodState.RUNNING) {
            String ifName =
                    plan.network(name).flatMap(PodNetwork::interfaceName).orElseThrow();
            host.records().intend(without);
            host.events().networkDisconnected(pod.id(), pod.name(), name, ifName);
            return without;
        }
        Sandbox before = pod.sandbox().orElseThrow();
        Optional<AttachmentRecord> attached = before.attachment(name);
        if (attached.isEmpty()) {
            return host.records().intend(without);
        }
        PodRecord leaving = host.records().intend(without.begin(Work.Kind.DISCONNECT, before));
        try {
            attaching.detach(leaving, before, attached.get());
        } catch (RuntimeException e) {
            if (!force) {
                // Half of it may be gone, so the pod is not on the network any more; the rest is tried again.
                host.records().note(without.unfinished(Work.Kind.DISCONNECT, before));
                throw e;
            }
            LOG.warn("pod {} leaves network {} although: {}", pod.name(), name, e.getMessage());
        }
        Sandbox after = before.minus(attached.get().ifName());
        republish(without, after);
        if (attached.get().publishes()
                && host.grounds().pluginsPublish()
                && !after.attachments().isEmpty()) {
            // To move them to another network at once would cut the connections of that one.
            LOG.warn(
                    "pod {}: its ports were published through network {}; reload it to publish them through another",
                    pod.name(),
                    name);
        }
        PodRecord left = host.records().note(without.with(after));
        writeNames(left, after);
        return left;
    }

    /** Drops an attachment whose removal failed before; recovery finds it in CNI's cache. */
    PodRecord abandon(PodRecord pod, String network) {
        Sandbox sandbox = pod.sandbox().orElseThrow();
        AttachmentRecord left = sandbox.attachment(network).orElseThrow();
        try {
            attaching.detach(pod, sandbox, left);
        } catch (RuntimeException e) {
            LOG.warn("pod {} leaves network {} although: {}", pod.name(), network, e.getMessage());
        }
        return host.records().note(pod.with(sandbox.minus(left.ifName())).settled());
    }

    /** Finishes or undoes what was cut off in a pod that runs, whose locks the caller holds. */
    PodRecord settle(PodRecord pod) {
        Sandbox sandbox = pod.sandbox().orElseThrow();
        for (AttachmentRecord each : sandbox.attachments()) {
            if (pod.plan().network(each.network()).isEmpty()) {
                attaching.detach(pod, sandbox, each);
                sandbox = sandbox.minus(each.ifName());
            }
        }
        PodRecord settled = host.records().note(pod.with(sandbox).settled());
        writeNames(settled, sandbox);
        return settled;
    }

    /** What a pod shows of a network that it was just connected to. */
    static PodAttachment show(PodRecord pod, String network) {
        return pod.sandbox()
                .flatMap(sandbox -> sandbox.attachment(network))
                .map(ResultReader::attachment)
                .orElseGet(() -> new PodAttachment(
                        network,
                        pod.plan()
                                .network(network)
                                .flatMap(PodNetwork::interfaceName)
                                .orElseThrow(),
                        Optional.empty(),
                        List.of()));
    }

    // Ports of a user without privileges may have led to an address that is gone.
    private void republish(PodRecord pod, Sandbox sandbox) {
        try {
            attaching.publish(pod, sandbox);
        } catch (PodnetException e) {
            LOG.warn("pod {}: its ports lead nowhere: {}", pod.name(), e.getMessage());
        }
    }

    // The names are second to the network: that is there now.
    private void writeNames(PodRecord pod, Sandbox sandbox) {
        try {
            host.nameFiles().write(pod, sandbox, List.of());
        } catch (PodException e) {
            LOG.warn("pod {}: {}", pod.name(), e.getMessage());
        }
    }
}
