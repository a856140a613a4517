// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless;

import io.podnet.base.ProcessIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A user's rootless namespace, as it was when it was asked for: user, mount and network namespaces that a small process
 * holds open, with the bridges of all pods and the stack that joins them to the outside.
 *
 * @param id tells this network from one that was made anew after it was lost; pods of another id have to be attached
 *     again
 * @param holder the process that holds it open
 * @param commandPrefix what comes before a command that is to run in it, as its root
 * @param root its root directory as seen from here; network namespaces of pods are pinned below its {@code /run/netns}
 * @param stack the stack that joins it to the outside, such as {@code slirp4netns}; empty while all pods have stacks of
 *     their own
 * @param addresses what the stack gives to it
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record RootlessNamespace(
        String id,
        ProcessIdentity holder,
        List<String> commandPrefix,
        Path root,
        Optional<String> stack,
        StackAddresses addresses) {
    /**
     * Copies the prefix.
     *
     * @param id tells this network from one that was made anew after it was lost
     * @param holder the process that holds it open
     * @param commandPrefix what comes before a command that is to run in it, as its root
     * @param root its root directory as seen from here
     * @param stack the stack that joins it to the outside, such as {@code slirp4netns}; empty while all pods have stacks
     *     of their own
     * @param addresses what the stack gives to it
     */
    public RootlessNamespace {
        commandPrefix = List.copyOf(commandPrefix);
    }

    /**
     * Turns a path in the namespace into one that leads to the same file from here.
     *
     * @param path such as {@code /run/netns/web}
     * @return such as {@code /proc/4711/root/run/netns/web}
     */
    public Path reachable(Path path) {
        return root.resolve(Path.of("/").relativize(path));
    }
}
