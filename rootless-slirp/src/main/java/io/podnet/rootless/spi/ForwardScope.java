// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.spi;

import io.podnet.base.PortMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;

/**
 * Where a port forwarding handler works: one user-mode stack and the pods behind it.
 *
 * @param stack the stack's name, such as {@code slirp4netns}
 * @param shared whether the stack serves the bridges that all pods share; else it serves one pod alone
 * @param apiSocket where the stack takes commands
 * @param hostLoopback whether the host's loopback addresses can be reached through the stack
 * @param fixedPorts the ports that the stack itself got when it was started
 * @param holder the process whose user namespace owns the pods' namespaces; empty if this JVM is in it
 * @param root the root directory of the mount namespace where the pods' namespaces are pinned, as seen from here
 * @param directory a directory for files, of mode 0700
 * @param helpers what the handler's own processes are started with
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ForwardScope(
        String stack,
        boolean shared,
        Optional<Path> apiSocket,
        boolean hostLoopback,
        List<PortMapping> fixedPorts,
        OptionalLong holder,
        Path root,
        Path directory,
        Helpers helpers) {
    /**
     * Copies the list.
     *
     * @param stack the stack's name, such as {@code slirp4netns}
     * @param shared whether the stack serves the bridges that all pods share; else it serves one pod alone
     * @param apiSocket where the stack takes commands
     * @param hostLoopback whether the host's loopback addresses can be reached through the stack
     * @param fixedPorts the ports that the stack itself got when it was started
     * @param holder the process whose user namespace owns the pods' namespaces; empty if this JVM is in it
     * @param root the root directory of the mount namespace where the pods' namespaces are pinned, as seen from here
     * @param directory a directory for files, of mode 0700
     * @param helpers what the handler's own processes are started with
     */
    public ForwardScope {
        fixedPorts = List.copyOf(fixedPorts);
    }

    /**
     * Turns a path of the holder's mount namespace into one that leads to the same file from here.
     *
     * @param path such as {@code /run/netns/web}
     * @return such as {@code /proc/4711/root/run/netns/web}
     */
    public Path reachable(Path path) {
        return root.resolve(Path.of("/").relativize(path));
    }
}
