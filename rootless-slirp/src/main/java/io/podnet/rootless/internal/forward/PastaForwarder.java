// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.forward;

import io.podnet.base.Availability;
import io.podnet.base.PortMapping;
import io.podnet.rootless.RootlessException;
import io.podnet.rootless.internal.stack.StackProgram;
import io.podnet.rootless.spi.Coverage;
import io.podnet.rootless.spi.Forward;
import io.podnet.rootless.spi.ForwardScope;
import io.podnet.rootless.spi.ForwardTarget;
import io.podnet.rootless.spi.PortForwarder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Ports that pasta publishes itself: those of the one pod it serves, and only those it was started with. */
public final class PastaForwarder implements PortForwarder {
    private static final String NAME = "pasta";

    private final StackProgram program = new StackProgram(NAME, "passt");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Availability probe() {
        return Availability.available("part of the stack pasta");
    }

    @Override
    public Coverage coverage(PortMapping port, ForwardTarget target, ForwardScope scope) {
        if (!scope.stack().equals(NAME)) {
            return new Coverage.Refused("it works with the stack pasta, not with " + scope.stack());
        }
        if (scope.shared()) {
            return new Coverage.Refused("pasta takes ports only when it starts, and restarting it would break the"
                    + " connections of other pods; give the pod a pasta of its own, or use the stack slirp4netns");
        }
        if (!scope.fixedPorts().contains(port)) {
            return new Coverage.Refused("pasta takes ports only when it starts");
        }
        return program.help().contains("--map-guest-addr")
                ? new Coverage.Served(true, Optional.empty())
                : PastaQuirks.coverage(port);
    }

    @Override
    public Map<Forward, RootlessException> reconcile(ForwardScope scope, Set<Forward> wanted) {
        Map<Forward, RootlessException> failed = new LinkedHashMap<>();
        for (Forward forward : wanted) {
            if (!scope.fixedPorts().contains(forward.port())) {
                failed.put(
                        forward,
                        new RootlessException(
                                "rootless-port-refused",
                                "cannot publish port " + forward.port() + ": pasta was started without it, and takes"
                                        + " ports only when it starts"));
            }
        }
        return failed;
    }
}
