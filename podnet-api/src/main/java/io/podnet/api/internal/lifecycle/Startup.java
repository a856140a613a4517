// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.AddressRequest;
import io.podnet.api.NetworkMode;
import io.podnet.api.PodNetwork;
import io.podnet.api.internal.Host;
import io.podnet.api.internal.record.AttachmentRecord;
import io.podnet.api.internal.record.NetnsPlace;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Sandbox;
import io.podnet.api.internal.record.Work;
import io.podnet.base.BootId;
import io.podnet.base.PortMapping;
import io.podnet.cni.NetworkConfigList;
import io.podnet.netns.LinkName;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsName;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Makes what a pod has outside its record, or nothing. */
final class Startup {
    private final Host host;
    private final Places places;
    private final Attaching attaching;
    private final Removal removal;

    Startup(Host host, Places places, Attaching attaching, Removal removal) {
        this.host = host;
        this.places = places;
        this.attaching = attaching;
        this.removal = removal;
    }

    /**
     * Says what a start may leave behind; to be on disk before {@link #make}.
     *
     * @param ports the ports to publish, one per mapping, which the caller holds
     */
    static PodRecord intent(PodRecord bare, NetnsPlace netns, List<PortMapping> ports) {
        List<AttachmentRecord> attachments = new ArrayList<>();
        for (PodNetwork each : bare.plan().networks()) {
            attachments.add(AttachmentRecord.intended(
                    each.name(), each.interfaceName().orElseThrow(), attachments.isEmpty() && !ports.isEmpty()));
        }
        Sandbox sandbox = new Sandbox(BootId.current(), netns, OptionalLong.empty(), attachments, ports, List.of());
        return bare.begin(Work.Kind.START, sandbox);
    }

    /** Where the namespace of a pod will be, for modes that need nobody else's. */
    NetnsPlace place(PodRecord pod, PodRecord owner) {
        NetworkMode mode = pod.plan().mode();
        if (mode instanceof NetworkMode.Host) {
            return new NetnsPlace.OfHost();
        }
        if (mode instanceof NetworkMode.Path path) {
            return new NetnsPlace.Joined(path.file());
        }
        if (mode instanceof NetworkMode.Pod) {
            return new NetnsPlace.Shared(owner.id());
        }
        return places.pinned(pod.id());
    }

    /**
     * Makes it, or undoes what was made.
     *
     * @param intended the record that is on disk; the caller holds the locks of the pod and its networks
     * @param networks the pod's networks
     * @param source where the namespace comes from
     * @param once addresses for this time
     */
    PodRecord make(PodRecord intended, List<NetworkConfigList> networks, NetnsSource source, AddressRequest once) {
        try {
            return attach(intended, networks, source, once);
        } catch (RuntimeException | Error e) {
            undo(intended, e);
            throw e;
        }
    }

    private PodRecord attach(PodRecord pod, List<NetworkConfigList> networks, NetnsSource source, AddressRequest once) {
        Sandbox sandbox = pod.sandbox().orElseThrow();
        List<InetAddress> servers = List.of();
        if (sandbox.netns() instanceof NetnsPlace.Pinned pinned) {
            try (Netns netns = source.open(host.namespaces(), NetnsName.of(pinned.pin()))) {
                netns.links().up(LinkName.LOOPBACK);
                sandbox = sandbox.withCookie(netns.cookie());
                for (int i = 0; i < networks.size(); i++) {
                    if (i > 0) {
                        host.records().note(pod.with(sandbox));
                    }
                    PodNetwork how = pod.plan().networks().get(i);
                    AttachmentRecord made = attaching.attach(
                            pod,
                            sandbox,
                            sandbox.attachments().get(i),
                            networks.get(i),
                            i == 0 ? with(how, once) : how);
                    sandbox = sandbox.with(made);
                    host.events().networkConnected(pod.id(), pod.name(), made.network(), made.ifName());
                }
                attaching.publish(pod, sandbox);
                if (pod.plan().mode() instanceof NetworkMode.Stack stack) {
                    servers = host.grounds()
                            .startStack(pod.id(), places.file(pinned).orElseThrow(), stack.choice(), sandbox.ports())
                            .addresses()
                            .dns();
                }
            }
        } else if (!(sandbox.netns() instanceof NetnsPlace.OfHost)) {
            // The host's is not looked for: a plain user's pod in it needs no holder.
            try (Netns netns = places.open(pod)) {
                sandbox = sandbox.withCookie(netns.cookie());
            }
        }
        if (!(sandbox.netns() instanceof NetnsPlace.Shared || sandbox.netns() instanceof NetnsPlace.OfHost)
                || !(pod.plan().dns().isEmpty() && pod.plan().hosts().isEmpty())) {
            host.nameFiles().write(pod, sandbox, servers);
        }
        PodRecord running = host.records().note(pod.running(sandbox));
        host.events().podStarted(pod.id(), pod.name());
        new PublishedPorts(host).warn(running);
        return running;
    }

    private static PodNetwork with(PodNetwork how, AddressRequest once) {
        PodNetwork.Builder network = PodNetwork.builder(how.name());
        how.interfaceName().ifPresent(network::interfaceName);
        how.aliases().forEach(network::alias);
        if (once.ip().isPresent()) {
            network.ip(once.ip().get());
        } else {
            how.ips().forEach(network::ip);
        }
        once.mac().or(how::mac).ifPresent(network::mac);
        return network.build();
    }

    // A pod that was only made to run has no use once it cannot.
    void undo(PodRecord intended, Throwable failure) {
        try {
            Sandbox sandbox = intended.sandbox().orElseThrow();
            // No plugin needs to hear of attachments that were never begun.
            List<AttachmentRecord> known = sandbox.attachments().stream()
                    .filter(each -> host.attacher().isKnown(intended, each))
                    .toList();
            PodRecord made = intended.with(sandbox.withAttachments(known));
            if (made.runner().isPresent()) {
                removal.remove(made);
            } else {
                removal.bare(made);
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
