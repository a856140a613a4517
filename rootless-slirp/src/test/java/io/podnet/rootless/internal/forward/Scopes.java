// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.forward;

import io.podnet.base.IpAddresses;
import io.podnet.base.PortMapping;
import io.podnet.rootless.spi.Forward;
import io.podnet.rootless.spi.ForwardScope;
import io.podnet.rootless.spi.ForwardTarget;
import io.podnet.rootless.spi.HelperCommand;
import io.podnet.rootless.spi.Helpers;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** Scopes and pods for the tests of handlers. */
final class Scopes {
    static final ForwardTarget POD = pod("web", "10.88.0.2");

    private Scopes() {}

    static ForwardTarget pod(String owner, String ipv4) {
        return new ForwardTarget(
                owner,
                Path.of("/run/netns/" + owner),
                Optional.of((Inet4Address) IpAddresses.parse(ipv4)),
                Optional.empty());
    }

    static ForwardTarget podWithIpv6Only() {
        return new ForwardTarget("six", Path.of("/run/netns/six"), Optional.empty(), Optional.of((Inet6Address)
                IpAddresses.parse("fd00:88::2")));
    }

    static ForwardScope scope(String stack, Path directory, Helpers helpers) {
        return new ForwardScope(
                stack,
                true,
                Optional.of(directory.resolve("api.sock")),
                false,
                List.of(),
                OptionalLong.of(4711),
                Path.of("/proc/4711/root"),
                directory,
                helpers);
    }

    static Forward forward(String port) {
        return new Forward(PortMapping.parse(port), POD);
    }

    /** Remembers what was to be started. */
    static final class FakeHelpers implements Helpers {
        final Map<String, Set<String>> running = new TreeMap<>();
        final Map<String, HelperCommand> commands = new TreeMap<>();
        Optional<RuntimeException> failure = Optional.empty();

        @Override
        public Map<String, Set<String>> running() {
            return Map.copyOf(running);
        }

        @Override
        public void start(String key, HelperCommand command, Set<String> purpose) {
            failure.ifPresent(e -> {
                throw e;
            });
            running.put(key, purpose);
            commands.put(key, command);
        }

        @Override
        public void stop(String key) {
            running.remove(key);
            commands.remove(key);
        }
    }
}
