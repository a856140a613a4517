// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.stack;

import io.podnet.base.Availability;
import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.Protocol;
import io.podnet.rootless.StackAddresses;
import io.podnet.rootless.spi.HelperCommand;
import io.podnet.rootless.spi.PreparedStack;
import io.podnet.rootless.spi.StackRequest;
import io.podnet.rootless.spi.UserStack;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The stack pasta of the package passt: it gives the namespace the host's own addresses and copies data between sockets,
 * and knows the ports to publish when it starts.
 */
public final class PastaStack implements UserStack {
    private static final String NAME = "pasta";

    /** Where look-ups go, and where the host is found: podman's choice, link-local so that nothing else is there. */
    private static final String DNS_FORWARD = "169.254.1.1";

    private static final String HOST = "169.254.1.2";

    private final StackProgram program = new StackProgram(NAME, "passt");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int priority() {
        // Ports of pods that come later cannot be added to it.
        return DEFAULT_PRIORITY / 2;
    }

    @Override
    public Availability probe() {
        return program.probe("--config-net");
    }

    @Override
    public boolean takesPortsAtStart() {
        return true;
    }

    @Override
    public PreparedStack prepare(StackRequest request) {
        PastaOptions.Known known = PastaOptions.Known.of(program.help());
        PastaOptions options = PastaOptions.parse(request.options(), known);
        Path pidFile = request.directory().resolve(request.id() + ".pid");
        Optional<String> interfaceName = interfaceName(request, options);

        List<String> command = new ArrayList<>(List.of(program.find().toString(), "--config-net"));
        command.addAll(options.words());
        if (!options.has("ns-ifname")) {
            request.interfaceName().ifPresent(name -> command.addAll(List.of("--ns-ifname", name)));
        }
        command.addAll(PastaPorts.words(request.ports()));
        if (!options.has("dns-forward")) {
            command.addAll(List.of("--dns-forward", DNS_FORWARD));
        }
        closeUnmentioned(command, request, options);
        if (!options.has(PastaOptions.MAP_GATEWAY) && !options.has("no-map-gw")) {
            command.add("--no-map-gw");
        }
        if (!options.has("quiet") && !options.has("debug") && !options.has("trace")) {
            command.add("--quiet");
        }
        // In the foreground it keeps the process id it was started with, and writes it down once it is ready.
        command.addAll(List.of("--foreground", "--pid", pidFile.toString()));
        if (request.holder().isPresent()) {
            command.addAll(List.of("--userns", "/proc/" + request.holder().getAsLong() + "/ns/user"));
        }
        command.addAll(List.of("--netns", request.netns().toString()));
        if (known.has("map-guest-addr") && !options.has("map-guest-addr")) {
            command.addAll(List.of("--map-guest-addr", HOST));
        }
        return new PreparedStack(
                new HelperCommand(NAME, command, new HelperCommand.Readiness.PidFile(pidFile), Optional.empty()),
                interfaceName,
                addresses(options),
                Optional.empty(),
                Optional.empty(),
                !options.has("ipv4-only"),
                options.has(PastaOptions.MAP_GATEWAY));
    }

    private static Optional<String> interfaceName(StackRequest request, PastaOptions options) {
        String given = options.value(
                List.of("-I", "--ns-ifname"), request.interfaceName().orElse(""));
        return given.isEmpty() ? Optional.empty() : Optional.of(given);
    }

    // Its own default, "auto", would publish whatever the pod listens on, and give it the host's loopback.
    private static void closeUnmentioned(List<String> command, StackRequest request, PastaOptions options) {
        if (!options.has("tcp-ports") && !PastaPorts.has(request.ports(), Protocol.TCP)) {
            command.addAll(List.of("-t", "none"));
        }
        if (!options.has("udp-ports") && !PastaPorts.has(request.ports(), Protocol.UDP)) {
            command.addAll(List.of("-u", "none"));
        }
        if (!options.has("tcp-ns")) {
            command.addAll(List.of("-T", "none"));
        }
        if (!options.has("udp-ns")) {
            command.addAll(List.of("-U", "none"));
        }
    }

    private static StackAddresses addresses(PastaOptions options) {
        String dns = options.value(List.of("--dns-forward"), DNS_FORWARD);
        InetAddress address;
        try {
            address = IpAddresses.parse("pasta option --dns-forward", dns);
        } catch (InvalidValueException e) {
            throw new InvalidValueException("pasta option", "--dns-forward," + dns, e.getMessage(), e);
        }
        return new StackAddresses(
                Optional.empty(), Optional.empty(), Optional.empty(), List.of(address), Optional.empty());
    }
}
