// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import io.podnet.api.PodException;
import io.podnet.api.PodNetwork;
import io.podnet.api.internal.record.AttachmentRecord;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.base.IpAddresses;
import io.podnet.base.PodnetException;
import io.podnet.base.PortMapping;
import io.podnet.cni.Attachment;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.CachedAttachment;
import io.podnet.cni.CniClient;
import io.podnet.cni.NetworkConfigList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Attaches pods to networks by CNI, with the arguments that podman gives, and detaches them. */
public final class Attacher {
    private static final Logger LOG = LoggerFactory.getLogger(Attacher.class.getPackageName());

    private final CniClient cni;
    private final NetworkCatalog networks;
    private final boolean publishes;

    /**
     * Attaches by a client.
     *
     * @param cni runs the plugins
     * @param networks knows the networks
     * @param publishes whether the plugins are to publish ports
     */
    public Attacher(CniClient cni, NetworkCatalog networks, boolean publishes) {
        this.cni = cni;
        this.networks = networks;
        this.publishes = publishes;
    }

    /**
     * Attaches a pod. If that fails it is undone; what could not be undone is {@linkplain #isKnown known}.
     *
     * @param network the network
     * @param pod the pod
     * @param netns the file that leads to its namespace
     * @param intended the attachment
     * @param how with which addresses and aliases
     * @param ports the ports to publish, if they lead through the attachment
     * @return the attachment with what the plugins answered
     */
    public AttachmentRecord add(
            NetworkConfigList network,
            PodRecord pod,
            Path netns,
            AttachmentRecord intended,
            PodNetwork how,
            List<PortMapping> ports) {
        Attachment.Builder attachment = Attachment.builder(pod.id().value(), netns)
                .ifName(intended.ifName())
                // podman 4: plugins that do not know an argument are to ignore it.
                .arg("IgnoreUnknown", "1")
                .arg("K8S_POD_NAME", pod.name());
        how.mac().ifPresent(mac -> attachment.arg("MAC", mac.toString()));
        NetworkConfigList prepared = network;
        if (how.ips().size() == 1) {
            attachment.arg("IP", IpAddresses.format(how.ips().get(0)));
        } else if (how.ips().size() > 1) {
            attachment.ips(how.ips());
            prepared = StaticAddresses.into(network, how.ips());
        }
        List<String> aliases = new ArrayList<>(how.aliases());
        aliases.add(pod.id().shortened());
        attachment.aliases(Map.of(network.name(), aliases));
        // On more than one network the same rules would answer twice.
        if (publishes && intended.publishes() && !ports.isEmpty()) {
            attachment.portMappings(ports);
        }
        return intended.withResult(cni.add(prepared, attachment.build()).toJson());
    }

    /**
     * Looks whether an attachment is as ADD made it.
     *
     * @param pod the pod
     * @param netns the file that leads to its namespace
     * @param attached the attachment
     * @return what is wrong, in the plugins' words; empty if nothing is, or nobody can tell
     */
    public Optional<String> check(PodRecord pod, Path netns, AttachmentRecord attached) {
        try {
            cni.check(networks.find(attached.network()), attachment(pod, Optional.of(netns), attached));
            return Optional.empty();
        } catch (PodnetException e) {
            // Before 0.4.0 there is no CHECK.
            return e.errorCode().equals("cni-check-unsupported") ? Optional.empty() : Optional.of(e.getMessage());
        }
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
     * Forgets what CNI remembers of an attachment that could not be undone, so that it can be made anew.
     *
     * @param pod the pod
     * @param attachment the attachment
     */
    public void forget(PodRecord pod, AttachmentRecord attachment) {
        cni.forget(attachment.network(), new AttachmentId(pod.id().value(), attachment.ifName()));
    }

    /**
     * Detaches a pod; does nothing if it is not attached.
     *
     * @param pod the pod
     * @param netns the file that leads to its namespace; empty if there is none any more
     * @param attached the attachment
     * @param ends whether the caller removes the namespace right after
     */
    public void delete(PodRecord pod, Optional<Path> netns, AttachmentRecord attached, boolean ends) {
        Attachment known = attachment(pod, netns, attached);
        Attachment attachment = ends ? known.toBuilder().netnsEnding().build() : known;
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

    private static Attachment attachment(PodRecord pod, Optional<Path> netns, AttachmentRecord attached) {
        Attachment.Builder attachment = Attachment.builder(pod.id().value()).ifName(attached.ifName());
        netns.ifPresent(attachment::netns);
        return attachment.build();
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
