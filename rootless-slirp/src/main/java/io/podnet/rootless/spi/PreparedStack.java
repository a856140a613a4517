// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.spi;

import io.podnet.rootless.StackAddresses;
import java.nio.file.Path;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A user-mode stack that can be started: all that was asked for was found to be possible.
 *
 * @param command the program
 * @param interfaceName the interface that it makes; empty if it takes the name of the host's
 * @param addresses what it gives to the namespace
 * @param apiSocket where it takes commands while it runs
 * @param portHandler the port forwarding handler that its options ask for; empty if they do not
 * @param ipv6 whether it carries IPv6
 * @param hostLoopback whether the host's loopback addresses can be reached through it
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record PreparedStack(
        HelperCommand command,
        Optional<String> interfaceName,
        StackAddresses addresses,
        Optional<Path> apiSocket,
        Optional<String> portHandler,
        boolean ipv6,
        boolean hostLoopback) {}
