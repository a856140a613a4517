// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import io.podnet.base.PortMapping;
import io.podnet.rootless.PodStack;
import io.podnet.rootless.PublishedPort;
import io.podnet.rootless.RootlessNamespace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the outside gets to see of a saved state. */
final class Views {
    private Views() {}

    static RootlessNamespace namespace(SavedState state) {
        Optional<SavedStack> shared = Optional.ofNullable(state.stacks.get(SavedState.SHARED));
        Entry entry = state.entry();
        return new RootlessNamespace(
                state.id,
                state.requireHolder(),
                entry.command(),
                entry.mount() ? entry.reachable(Path.of("/")) : Path.of("/"),
                shared.map(SavedStack::name),
                shared.map(SavedStack::facts).orElse(SavedStackFacts.NONE).addresses());
    }

    static PodStack podStack(SavedStack stack, List<SavedForward> ports) {
        return new PodStack(
                stack.name(),
                present(stack.facts().interfaceName()),
                stack.facts().addresses(),
                ports(ports));
    }

    static List<PublishedPort> ports(List<SavedForward> forwards) {
        return forwards.stream()
                .map(each -> new PublishedPort(
                        PortMapping.parse(each.port()), each.handler(), each.keepsSource(), present(each.warning())))
                .toList();
    }

    private static Optional<String> present(String text) {
        return Optional.of(text).filter(each -> !each.isEmpty());
    }
}
