// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.PodException;
import io.podnet.api.PodNetwork;
import io.podnet.api.internal.Host;
import io.podnet.api.internal.network.ResultReader;
import io.podnet.api.internal.record.AttachmentRecord;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Sandbox;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.base.PodnetException;
import io.podnet.cni.NetworkConfigList;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Attaches a pod to one network, and sees that it got what it asked for. */
final class Attaching {
    private static final Logger LOG = LoggerFactory.getLogger(Attaching.class.getPackageName());

    private final Host host;
    private final Places places;

    Attaching(Host host, Places places) {
        this.host = host;
        this.places = places;
    }

    /** Attaches a pod whose locks the caller holds; if that fails, all is undone but what CNI still knows. */
    AttachmentRecord attach(
            PodRecord pod, Sandbox sandbox, AttachmentRecord intended, NetworkConfigList network, PodNetwork how) {
        host.grounds().join();
        Path netns = places.file(sandbox.netns()).orElseThrow();
        AttachmentRecord made = host.attacher().add(network, pod, netns, intended, how, sandbox.ports());
        try {
            requireAddresses(made, how);
        } catch (PodException e) {
            try {
                host.attacher().delete(pod, places.file(sandbox.netns()), made, false);
            } catch (RuntimeException undo) {
                e.addSuppressed(undo);
            }
            throw e;
        }
        return made;
    }

    /** Leads the pod's ports to the addresses that it has now, where its plugins do not. */
    void publish(PodRecord pod, Sandbox sandbox) {
        List<IpPrefix> addresses = addresses(sandbox);
        if (!addresses.isEmpty()) {
            host.grounds().publish(pod.id(), places.file(sandbox.netns()).orElseThrow(), addresses, sandbox.ports());
        }
    }

    /** Tells whether {@link #publish} has anything to do. */
    static boolean hasToPublish(Sandbox sandbox) {
        return !sandbox.ports().isEmpty() && !addresses(sandbox).isEmpty();
    }

    private static List<IpPrefix> addresses(Sandbox sandbox) {
        return sandbox.attachments().stream()
                .flatMap(each -> ResultReader.attachment(each).addresses().stream())
                .toList();
    }

    /** Detaches a pod whose locks the caller holds, and tells whoever may have heard that it was attached. */
    void detach(PodRecord pod, Sandbox sandbox, AttachmentRecord attached) {
        detach(pod, sandbox, attached, false);
    }

    /** The same; the namespace may be about to end. */
    void detach(PodRecord pod, Sandbox sandbox, AttachmentRecord attached, boolean ends) {
        boolean told = isKnown(pod, attached);
        host.attacher().delete(pod, places.file(sandbox.netns()), attached, ends);
        if (told) {
            host.events().networkDisconnected(pod.id(), pod.name(), attached.network(), attached.ifName());
        }
    }

    private boolean isKnown(PodRecord pod, AttachmentRecord attached) {
        try {
            return host.attacher().isKnown(pod, attached);
        } catch (PodnetException e) {
            LOG.debug("the cache does not tell whether pod {} is attached", pod.name(), e);
            return attached.result().isPresent();
        }
    }

    // Plugins are told to ignore arguments that they do not know: dhcp takes no wishes.
    private static void requireAddresses(AttachmentRecord made, PodNetwork how) {
        List<InetAddress> got = ResultReader.attachment(made).addresses().stream()
                .map(IpPrefix::address)
                .toList();
        for (InetAddress each : how.ips()) {
            if (!got.contains(each)) {
                throw new PodException(
                        "address-unusable",
                        "network " + how.name() + " did not give the requested static ip " + IpAddresses.format(each));
            }
        }
    }
}
