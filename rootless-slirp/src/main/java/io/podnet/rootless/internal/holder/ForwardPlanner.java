// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import io.podnet.base.Availability;
import io.podnet.base.InvalidValueException;
import io.podnet.base.PortMapping;
import io.podnet.rootless.RootlessException;
import io.podnet.rootless.internal.forward.HostPorts;
import io.podnet.rootless.spi.Coverage;
import io.podnet.rootless.spi.ForwardScope;
import io.podnet.rootless.spi.ForwardTarget;
import io.podnet.rootless.spi.PortForwarder;
import java.util.ArrayList;
import java.util.List;

/** Decides which handler serves a port, before anything is changed. */
final class ForwardPlanner {
    private final List<PortForwarder> handlers;
    private final String wish;

    /**
     * Makes a planner.
     *
     * @param handlers all handlers, the best first
     * @param wish the name of the only one to be used; empty for any
     */
    ForwardPlanner(List<PortForwarder> handlers, String wish) {
        this.handlers = handlers;
        this.wish = wish;
        if (!wish.isEmpty() && handlers.stream().noneMatch(each -> each.name().equals(wish))) {
            throw new InvalidValueException(
                    "port handler",
                    wish,
                    "want one of " + handlers.stream().map(PortForwarder::name).toList());
        }
    }

    /** Plans the ports of a pod; those of others are spared. */
    List<SavedForward> plan(
            List<PortMapping> ports,
            ForwardTarget target,
            ForwardScope scope,
            String scopeKey,
            List<SavedForward> others) {
        List<SavedForward> planned = new ArrayList<>();
        for (PortMapping port : ports) {
            List<SavedForward> taken = new ArrayList<>(others);
            taken.addAll(planned);
            PortMapping chosen = choose(port, taken);
            refuseTaken(chosen, taken);
            planned.add(choose(chosen, target, scope, scopeKey));
        }
        return planned;
    }

    private static PortMapping choose(PortMapping port, List<SavedForward> taken) {
        for (int attempt = 0; ; attempt++) {
            PortMapping chosen = HostPorts.choose(port);
            if (attempt == 100 || taken.stream().noneMatch(other -> overlap(chosen, PortMapping.parse(other.port())))) {
                return chosen;
            }
            if (port.hostPort() != 0) {
                return port;
            }
        }
    }

    private static void refuseTaken(PortMapping port, List<SavedForward> taken) {
        for (SavedForward other : taken) {
            if (overlap(port, PortMapping.parse(other.port()))) {
                throw new RootlessException(
                        "rootless-port-taken",
                        "cannot publish port " + port + ": pod " + other.owner() + " has published " + other.port()
                                + "; choose another port of the host, or remove that pod");
            }
        }
    }

    static boolean overlap(PortMapping a, PortMapping b) {
        boolean sameAddress =
                a.hostIp().isEmpty() || b.hostIp().isEmpty() || a.hostIp().equals(b.hostIp());
        return a.protocol() == b.protocol()
                && sameAddress
                && a.hostPort() < b.hostPort() + b.range()
                && b.hostPort() < a.hostPort() + a.range();
    }

    private SavedForward choose(PortMapping port, ForwardTarget target, ForwardScope scope, String scopeKey) {
        List<String> reasons = new ArrayList<>();
        for (PortForwarder handler : handlers) {
            if (!wish.isEmpty() && !handler.name().equals(wish)) {
                continue;
            }
            Coverage coverage = handler.probe() instanceof Availability.Unavailable unavailable
                    ? new Coverage.Refused(unavailable.reason())
                    : handler.coverage(port, target, scope);
            if (coverage instanceof Coverage.Served served) {
                return SavedForward.of(port, target, scopeKey, handler.name(), served);
            } else if (coverage instanceof Coverage.Refused refused) {
                reasons.add(handler.name() + ": " + refused.reason());
            }
        }
        throw new RootlessException(
                "rootless-port-refused", "cannot publish port " + port + ": " + String.join("; ", reasons));
    }
}
