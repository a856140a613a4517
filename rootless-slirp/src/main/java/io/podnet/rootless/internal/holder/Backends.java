// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import io.podnet.base.BackendSelector;
import io.podnet.rootless.spi.PortForwarder;
import io.podnet.rootless.spi.UserStack;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The stacks and the port forwarding handlers that there are. Probing a stack runs its program, so only those are probed
 * that are candidates.
 */
public final class Backends {
    private final List<UserStack> stacks;
    private final List<PortForwarder> forwarders;

    public Backends(List<? extends UserStack> stacks, List<? extends PortForwarder> forwarders) {
        this.stacks = stacks.stream()
                .<UserStack>map(each -> each)
                .sorted(Comparator.comparingInt(UserStack::priority).reversed())
                .toList();
        this.forwarders = forwarders.stream()
                .<PortForwarder>map(each -> each)
                .sorted(Comparator.comparingInt(PortForwarder::priority).reversed())
                .toList();
    }

    public static Backends load() {
        return new Backends(
                ServiceLoader.load(UserStack.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList(),
                ServiceLoader.load(PortForwarder.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList());
    }

    /** Gives the stack of a name; of none, the one that a property names, or the best that works here. */
    UserStack stack(String name) {
        String wanted = name.isEmpty() ? System.getProperty(StackDefaults.STACK, "") : name;
        Optional<UserStack> stack = stacks.stream()
                .filter(each -> wanted.isEmpty()
                        ? each.probe().isAvailable()
                        : each.name().equals(wanted))
                .findFirst();
        return stack.orElseGet(() -> BackendSelector.of(UserStack.class, stacks)
                .property(StackDefaults.STACK)
                .named(name)
                .select());
    }

    List<PortForwarder> forwarders() {
        return forwarders;
    }
}
