package io.podnet.api;

import io.podnet.base.PortMapping;
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
        List<PortMapping> ports) {
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
     */
    public PodInfo {
        networks = List.copyOf(networks);
        attachments = List.copyOf(attachments);
        ports = List.copyOf(ports);
    }
}
