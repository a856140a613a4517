// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.spi;

import io.podnet.base.PortMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;

/**
 * What a user-mode stack is asked to do.
 *
 * @param holder the process whose user namespace owns the network namespace; empty if this JVM is in it
 * @param netns the network namespace, as a path that this JVM can name
 * @param options what the user wants different, in the stack's own words; the later one wins
 * @param interfaceName the interface's name in the namespace; empty for what the stack is used to
 * @param ports the ports to publish that only this stack can publish, and only at its start
 * @param directory a directory for its sockets and files, of mode 0700
 * @param id names the stack's files in that directory
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record StackRequest(
        OptionalLong holder,
        Path netns,
        List<String> options,
        Optional<String> interfaceName,
        List<PortMapping> ports,
        Path directory,
        String id) {
    /**
     * Copies the lists.
     *
     * @param holder the process whose user namespace owns the network namespace; empty if this JVM is in it
     * @param netns the network namespace, as a path that this JVM can name
     * @param options what the user wants different, in the stack's own words; the later one wins
     * @param interfaceName the interface's name in the namespace; empty for what the stack is used to
     * @param ports the ports to publish that only this stack can publish, and only at its start
     * @param directory a directory for its sockets and files, of mode 0700
     * @param id names the stack's files in that directory
     */
    public StackRequest {
        options = List.copyOf(options);
        ports = List.copyOf(ports);
    }
}
