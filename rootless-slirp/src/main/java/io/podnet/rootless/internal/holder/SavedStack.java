// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import io.podnet.base.ProcessIdentity;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stack that is to run.
 *
 * @param name which one
 * @param options what it was asked for
 * @param netns the namespace it serves, as a path in the holder; empty for the holder's own
 * @param ports what it publishes from its start on
 * @param facts what is known of it beforehand
 * @param process the process; null before it was started for the first time
 */
record SavedStack(
        String name,
        List<String> options,
        String netns,
        List<String> ports,
        SavedStackFacts facts,
        @Nullable ProcessIdentity process) {
    SavedStack {
        Stream.of(name, netns, facts).forEach(Objects::requireNonNull);
        options = List.copyOf(options);
        ports = List.copyOf(ports);
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    SavedStack with(SavedStackFacts newFacts, @Nullable ProcessIdentity newProcess) {
        return new SavedStack(name, options, netns, ports, newFacts, newProcess);
    }
}
