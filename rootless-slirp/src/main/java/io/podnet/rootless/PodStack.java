// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A user-mode stack that serves one pod alone.
 *
 * @param stack the stack, such as {@code pasta}
 * @param interfaceName its interface in the pod; empty if that has the name of the host's
 * @param addresses what it gives to the pod
 * @param ports what it publishes
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record PodStack(
        String stack, Optional<String> interfaceName, StackAddresses addresses, List<PublishedPort> ports) {
    /**
     * Copies the list.
     *
     * @param stack the stack, such as {@code pasta}
     * @param interfaceName its interface in the pod; empty if that has the name of the host's
     * @param addresses what it gives to the pod
     * @param ports what it publishes
     */
    public PodStack {
        ports = List.copyOf(ports);
    }
}
