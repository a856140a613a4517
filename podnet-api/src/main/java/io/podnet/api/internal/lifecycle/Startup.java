package io.podnet.api.internal.lifecycle;

import io.podnet.api.internal.Host;
import io.podnet.api.internal.network.ResultReader;
import io.podnet.api.internal.record.AttachmentRecord;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Sandbox;
import io.podnet.api.internal.record.Work;
import io.podnet.base.BootId;
import io.podnet.base.IpPrefix;
import io.podnet.base.PortMapping;
import io.podnet.cni.NetworkConfigList;
import io.podnet.netns.LinkName;
import io.podnet.netns.Netns;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Makes what a pod has outside its record, or nothing. */
final class Startup {
    private final Host host;
    private final Removal removal;

    Startup(Host host, Removal removal) {
        this.host = host;
        this.removal = removal;
    }

    /**
     * Says what a start may leave behind; to be on disk before {@link #make}.
     *
     * @param ports the ports to publish, one per mapping, which the caller holds
     */
    static PodRecord intent(PodRecord bare, List<PortMapping> ports) {
        List<AttachmentRecord> attachments = new ArrayList<>();
        for (String network : bare.networks()) {
            attachments.add(AttachmentRecord.intended(network, "eth" + attachments.size()));
        }
        Sandbox sandbox = new Sandbox(
                BootId.current(), SandboxNames.netns(bare.id()), OptionalLong.empty(), attachments, ports, List.of());
        return bare.begin(Work.Kind.START, sandbox);
    }

    /**
     * Makes it, or undoes what was made.
     *
     * @param intended the record that is on disk; the caller holds the locks of the pod and its networks
     * @param networks the pod's networks
     */
    PodRecord make(PodRecord intended, List<NetworkConfigList> networks) {
        try {
            return attach(intended, networks);
        } catch (RuntimeException | Error e) {
            undo(intended, e);
            throw e;
        }
    }

    private PodRecord attach(PodRecord pod, List<NetworkConfigList> networks) {
        Sandbox sandbox = pod.sandbox().orElseThrow();
        try (Netns netns = host.namespaces().create(SandboxNames.of(sandbox))) {
            netns.links().up(LinkName.LOOPBACK);
            sandbox = sandbox.withCookie(netns.cookie());
            for (int i = 0; i < networks.size(); i++) {
                if (i > 0) {
                    host.records().note(pod.with(sandbox));
                }
                AttachmentRecord attachment = sandbox.attachments().get(i);
                sandbox = sandbox.with(host.attacher().add(networks.get(i), pod, sandbox, attachment));
            }
            publish(pod, sandbox);
        }
        return host.records().note(pod.running(sandbox));
    }

    private void publish(PodRecord pod, Sandbox sandbox) {
        List<IpPrefix> addresses = sandbox.attachments().stream()
                .flatMap(each -> ResultReader.attachment(each).addresses().stream())
                .toList();
        host.grounds().publish(pod.id(), host.settings().netns().resolve(sandbox.netns()), addresses, sandbox.ports());
    }

    // A pod that was only made to run has no use once it cannot.
    private void undo(PodRecord intended, Throwable failure) {
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
