// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.stack;

import io.podnet.base.Availability;
import io.podnet.base.InvalidValueException;
import io.podnet.rootless.RootlessException;
import io.podnet.rootless.StackAddresses;
import io.podnet.rootless.spi.HelperCommand;
import io.podnet.rootless.spi.PreparedStack;
import io.podnet.rootless.spi.StackRequest;
import io.podnet.rootless.spi.UserStack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The stack slirp4netns: libslirp behind a tap device, with a socket that takes port forwards while it runs. */
public final class Slirp4netnsStack implements UserStack {
    private static final String NAME = "slirp4netns";
    private static final String INTERFACE = "tap0";

    private final StackProgram program = new StackProgram(NAME, NAME);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Availability probe() {
        // 0.4 brought the namespace by path, and a ready pipe that waits for the API socket.
        return program.probe("--netns-type");
    }

    @Override
    public PreparedStack prepare(StackRequest request) {
        Slirp4netnsOptions options = Slirp4netnsOptions.parse(request.options());
        if (!request.ports().isEmpty()) {
            throw new InvalidValueException(
                    "port mapping", request.ports().get(0), "slirp4netns takes ports while it runs, not at its start");
        }
        Slirp4netnsFeatures features = Slirp4netnsFeatures.of(program.help());
        boolean ipv6 = options.ipv6() != Slirp4netnsOptions.Ipv6.OFF && features.ipv6();
        Path socket = StackProgram.checkSocket(request.directory().resolve(request.id() + ".sock"));
        String interfaceName = request.interfaceName().orElse(INTERFACE);

        List<String> command = new ArrayList<>(Enter.userNamespace(request.holder()));
        command.add(program.find().toString());
        command.addAll(features(options, features, ipv6));
        command.addAll(List.of("-c", "-r", Integer.toString(HelperCommand.READY_DESCRIPTOR)));
        command.addAll(List.of("--api-socket", socket.toString()));
        command.addAll(List.of("--netns-type=path", request.netns().toString(), interfaceName));

        StackAddresses addresses =
                Slirp4netnsAddresses.of(options.cidr().orElse(Slirp4netnsAddresses.DEFAULT_SUBNET), ipv6);
        return new PreparedStack(
                new HelperCommand(NAME, command, new HelperCommand.Readiness.Pipe(), Optional.empty()),
                Optional.of(interfaceName),
                addresses,
                Optional.of(socket),
                options.portHandler().isEmpty() ? Optional.empty() : Optional.of(options.portHandler()),
                ipv6,
                options.allowHostLoopback());
    }

    // In podman's order. What was only a default is left out where the program lacks it; what was asked for is an
    // error.
    private static List<String> features(Slirp4netnsOptions options, Slirp4netnsFeatures features, boolean ipv6) {
        List<String> words = new ArrayList<>();
        if (!options.allowHostLoopback() && features.disableHostLoopback()) {
            words.add("--disable-host-loopback");
        }
        if (features.mtu()) {
            words.add("--mtu=" + options.mtu());
        }
        if (features.sandbox()) {
            words.add("--enable-sandbox");
        }
        if (features.seccomp()) {
            words.add("--enable-seccomp");
        }
        if (options.cidr().isPresent()) {
            require("cidr", features.cidr());
            words.add("--cidr=" + options.cidr().get());
        }
        if (options.ipv6() == Slirp4netnsOptions.Ipv6.ON) {
            require("enable_ipv6", features.ipv6());
        }
        if (ipv6) {
            words.add("--enable-ipv6");
        }
        if (!options.outboundAddress().isEmpty()) {
            require("outbound_addr", features.outboundAddress());
            words.add("--outbound-addr=" + options.outboundAddress());
        }
        if (!options.outboundAddress6().isEmpty()) {
            require("outbound_addr6", features.outboundAddress());
            if (!ipv6) {
                throw new RootlessException(
                        "rootless-stack-feature", "enable_ipv6=true is required for outbound_addr6");
            }
            words.add("--outbound-addr6=" + OutboundAddress6.literal(options.outboundAddress6()));
        }
        return words;
    }

    private static void require(String option, boolean supported) {
        if (!supported) {
            throw new RootlessException("rootless-stack-feature", option + " not supported");
        }
    }
}
