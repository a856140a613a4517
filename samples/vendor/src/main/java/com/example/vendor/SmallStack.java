// SPDX-License-Identifier: Apache-2.0
package com.example.vendor;

import io.podnet.base.Availability;
import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.rootless.StackAddresses;
import io.podnet.rootless.spi.HelperCommand;
import io.podnet.rootless.spi.PreparedStack;
import io.podnet.rootless.spi.StackRequest;
import io.podnet.rootless.spi.UserStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A third user-mode stack: the program slirp4netns with a network of its own, IPv4 only, without options. */
public final class SmallStack implements UserStack {
    private static final Path PROGRAM = Path.of("/usr/bin/slirp4netns");

    @Override
    public String name() {
        return "small";
    }

    @Override
    public int priority() {
        return 1; // only where it is named
    }

    @Override
    public Availability probe() {
        return Files.isExecutable(PROGRAM)
                ? Availability.available("")
                : Availability.unavailable(PROGRAM + " is not there (Debian: apt-get install slirp4netns)");
    }

    @Override
    public PreparedStack prepare(StackRequest request) {
        if (!request.options().isEmpty()) {
            throw new InvalidValueException("small option", request.options().get(0), "there are no options");
        }
        if (!request.ports().isEmpty()) {
            throw new InvalidValueException("port mapping", request.ports().get(0), "small publishes no ports");
        }
        List<String> command = new ArrayList<>();
        request.holder().ifPresent(pid -> command.addAll(
                List.of("nsenter", "-t", Long.toString(pid), "-U", "--preserve-credentials", "--")));
        String interfaceName = request.interfaceName().orElse("tap0");
        String ready = Integer.toString(HelperCommand.READY_DESCRIPTOR);
        command.addAll(List.of(PROGRAM.toString(), "--configure", "--ready-fd", ready));
        command.addAll(List.of("--disable-host-loopback", "--cidr=10.41.0.0/24", "--netns-type=path"));
        command.addAll(List.of(request.netns().toString(), interfaceName));
        StackAddresses addresses = new StackAddresses(
                Optional.of(IpPrefix.parse("10.41.0.0/24")),
                Optional.of(IpAddresses.parse("guest", "10.41.0.100")),
                Optional.of(IpAddresses.parse("gateway", "10.41.0.2")),
                List.of(IpAddresses.parse("dns", "10.41.0.3")),
                Optional.empty());
        return new PreparedStack(
                new HelperCommand(name(), command, new HelperCommand.Readiness.Pipe(), Optional.empty()),
                Optional.of(interfaceName),
                addresses,
                Optional.empty(),
                Optional.empty(),
                false,
                false);
    }
}
