package io.podnet.api.internal.network;

import io.podnet.api.PodException;
import io.podnet.api.internal.event.Events;
import io.podnet.api.internal.record.AttachmentRecord;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Sandbox;
import io.podnet.base.PodnetException;
import io.podnet.cni.Attachment;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.CachedAttachment;
import io.podnet.cni.CniClient;
import io.podnet.cni.NetworkConfigList;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Attaches pods to networks by CNI, with the arguments that podman gives, and detaches them. */
public final class Attacher {
    private static final Logger LOG = LoggerFactory.getLogger(Attacher.class);

    private final CniClient cni;
    private final NetworkCatalog networks;
    private final Path netnsDirectory;
    private final Events events;
    private final boolean publishes;

    /**
     * Attaches by a client.
     *
     * @param cni runs the plugins
     * @param networks knows the networks
     * @param netnsDirectory where namespaces are pinned
     * @param events who is told what happens
     * @param publishes whether the plugins are to publish ports
     */
    public Attacher(CniClient cni, NetworkCatalog networks, Path netnsDirectory, Events events, boolean publishes) {
        this.cni = cni;
        this.networks = networks;
        this.netnsDirectory = netnsDirectory;
        this.events = events;
        this.publishes = publishes;
    }

    /**
     * Attaches a pod. If that fails it is undone; what could not be undone is {@linkplain #isKnown known}.
     *
     * @param network the network
     * @param pod the pod
     * @param sandbox what it has by now, with its namespace
     * @param intended the attachment, one of the sandbox's
     * @return the attachment with what the plugins answered
     */
    public AttachmentRecord add(NetworkConfigList network, PodRecord pod, Sandbox sandbox, AttachmentRecord intended) {
        Attachment.Builder attachment = Attachment.builder(pod.id().value(), netnsDirectory.resolve(sandbox.netns()))
                .ifName(intended.ifName())
                // podman 4: plugins that do not know an argument are to ignore it.
                .arg("IgnoreUnknown", "1")
                .arg("K8S_POD_NAME", pod.name());
        // Ports lead through the first network only; on a second one the same rules would answer as well.
        boolean first = publishes && intended.equals(sandbox.attachments().get(0));
        if (first && !sandbox.ports().isEmpty()) {
            attachment.portMappings(sandbox.ports());
        }
        String result = cni.add(network, attachment.build()).toJson();
        events.networkConnected(pod.id(), pod.name(), intended.network(), intended.ifName());
        return intended.withResult(result);
    }

    /**
     * Tells whether CNI remembers an attachment: one that was made, or that could not be undone.
     *
     * @param pod the pod
     * @param attachment the attachment
     * @return true if it is to be detached
     */
    public boolean isKnown(PodRecord pod, AttachmentRecord attachment) {
        AttachmentId id = new AttachmentId(pod.id().value(), attachment.ifName());
        return cni.attachment(attachment.network(), id).isPresent();
    }

    /**
     * Detaches a pod; does nothing if it is not attached.
     *
     * @param pod the pod
     * @param sandbox what it has
     * @param attached the attachment, one of the sandbox's
     */
    public void delete(PodRecord pod, Sandbox sandbox, AttachmentRecord attached) {
        Attachment attachment = Attachment.builder(pod.id().value(), netnsDirectory.resolve(sandbox.netns()))
                .ifName(attached.ifName())
                .build();
        boolean told = isConnected(pod, attached);
        delete(attached, attachment);
        if (told) {
            events.networkDisconnected(pod.id(), pod.name(), attached.network(), attached.ifName());
        }
    }

    // Only what listeners may have heard of as connected is disconnected for them.
    private boolean isConnected(PodRecord pod, AttachmentRecord attached) {
        try {
            return isKnown(pod, attached);
        } catch (PodnetException e) {
            LOG.debug(
                    "the cache does not tell whether pod {} is attached",
                    pod.id().shortened(),
                    e);
            return attached.result().isPresent();
        }
    }

    private void delete(AttachmentRecord attached, Attachment attachment) {
        NetworkConfigList network;
        try {
            network = networks.find(attached.network());
        } catch (PodnetException e) {
            // The configuration of a network may go while pods are attached to it: the cache has a copy.
            deleteFromCache(attached, attachment.id(), e);
            return;
        }
        cni.delete(network, attachment);
    }

    private void deleteFromCache(AttachmentRecord attached, AttachmentId id, PodnetException missing) {
        Optional<CachedAttachment> cached = cni.attachment(attached.network(), id);
        if (cached.isPresent()) {
            cni.delete(cached.get());
        } else if (missing instanceof PodException) {
            LOG.debug("neither a configuration nor an attachment to network {} is left", attached.network(), missing);
        } else {
            throw missing;
        }
    }
}
