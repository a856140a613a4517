// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import io.podnet.base.PortMapping;
import io.podnet.inspect.ContainerPort;
import io.podnet.rootless.PublishedPort;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What a pod was at one moment.
 *
 * @param id its id
 * @param name its name
 * @param created when it was created
 * @param state where it is in its life
 * @param mode how it gets its network
 * @param netns the file that leads to its namespace; empty unless it runs, and in the host's namespace
 * @param networks the networks it is attached to while it runs, each with the name of its interface
 * @param networksNamed false if nobody named a network, and it is where the default puts it
 * @param attachments its interfaces; none unless it runs
 * @param ports its ports: while it runs those that are published, one per mapping, else those that will be
 * @param exposed the ports that it says it has, without publishing them
 * @param published while it runs: who serves each of its ports, and whether the pod sees the addresses of clients
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record PodInfo(
        PodId id,
        String name,
        Instant created,
        PodState state,
        NetworkMode mode,
        Optional<Path> netns,
        List<PodNetwork> networks,
        boolean networksNamed,
        List<PodAttachment> attachments,
        List<PortMapping> ports,
        List<ContainerPort> exposed,
        List<PublishedPort> published) {
    /**
     * Copies what could change.
     *
     * @param id its id
     * @param name its name
     * @param created when it was created
     * @param state where it is in its life
     * @param mode how it gets its network
     * @param netns the file that leads to its namespace
     * @param networks the networks it is attached to while it runs
     * @param networksNamed false if nobody named a network
     * @param attachments its interfaces
     * @param ports its ports
     * @param exposed the ports that it says it has
     * @param published who serves each of its ports
     */
    public PodInfo {
        networks = List.copyOf(networks);
        attachments = List.copyOf(attachments);
        ports = List.copyOf(ports);
        exposed = List.copyOf(exposed);
        published = List.copyOf(published);
    }
}
