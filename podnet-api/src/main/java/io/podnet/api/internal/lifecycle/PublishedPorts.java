// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.PodState;
import io.podnet.api.internal.Host;
import io.podnet.api.internal.record.AttachmentRecord;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Sandbox;
import io.podnet.base.PodnetException;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.PluginConfig;
import io.podnet.rootless.PublishedPort;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells who serves the ports of pods. Made anew for each look: what it has read of networks it does not read again. */
final class PublishedPorts {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedPorts.class.getPackageName());

    /** CNI conventions: a plugin with this capability gets the ports. */
    private static final String CAPABILITY = "portMappings";

    private final Host host;
    private final Map<String, Optional<String>> plugins = new HashMap<>();

    PublishedPorts(Host host) {
        this.host = host;
    }

    /** Lists the ports of a pod that runs; empty otherwise. */
    List<PublishedPort> of(PodRecord pod) {
        if (pod.state() != PodState.RUNNING || pod.sandbox().isEmpty()) {
            return List.of();
        }
        Sandbox sandbox = pod.sandbox().get();
        if (sandbox.ports().isEmpty()) {
            return List.of();
        }
        if (!host.grounds().pluginsPublish()) {
            return host.grounds().published(pod.id());
        }
        Optional<String> network = sandbox.attachments().stream()
                .filter(AttachmentRecord::publishes)
                .map(AttachmentRecord::network)
                .findFirst();
        return sandbox.ports().stream()
                .map(port -> network.flatMap(name -> plugins.computeIfAbsent(name, this::plugin))
                        // Rules of the host's firewall change the destination of packets, and leave the source alone.
                        .map(plugin -> new PublishedPort(port, plugin, true, Optional.empty()))
                        .orElseGet(() -> new PublishedPort(port, "", false, Optional.of(nobody(network)))))
                .toList();
    }

    private static String nobody(Optional<String> network) {
        return network.map(name -> "no plugin of network " + name + " publishes ports")
                .orElse("the network that they led through is disconnected: reload the pod");
    }

    private Optional<String> plugin(String network) {
        try {
            return plugin(host.networks().find(network));
        } catch (PodnetException e) {
            LOG.debug("the configuration of network {} does not tell who publishes ports", network, e);
            return Optional.of("plugins");
        }
    }

    private static Optional<String> plugin(NetworkConfigList network) {
        return network.plugins().stream()
                .filter(each -> each.enabledCapabilities().contains(CAPABILITY))
                .map(PluginConfig::type)
                .findFirst();
    }

    /** Tells the user about ports of a pod that has just been started which not everybody can reach. */
    void warn(PodRecord pod) {
        of(pod).forEach(each -> each.warning()
                .ifPresent(warning -> LOG.warn("port {} of pod {}: {}", each.port(), pod.name(), warning)));
    }
}
