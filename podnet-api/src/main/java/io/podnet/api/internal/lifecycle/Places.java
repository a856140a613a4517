// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.PodException;
import io.podnet.api.PodId;
import io.podnet.api.internal.Host;
import io.podnet.api.internal.record.NetnsPlace;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Sandbox;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds the network namespaces of pods. */
final class Places {
    private final Host host;

    Places(Host host) {
        this.host = host;
    }

    /** The file that leads to a namespace, there or not; empty for the host's, and for that of a pod that is no more. */
    Optional<Path> file(NetnsPlace place) {
        if (place instanceof NetnsPlace.Pinned pinned) {
            return Optional.of(host.settings().netns().resolve(pinned.pin()));
        }
        if (place instanceof NetnsPlace.Joined joined) {
            return Optional.of(joined.file());
        }
        if (place instanceof NetnsPlace.Shared shared) {
            return host.records()
                    .find(shared.owner())
                    .flatMap(PodRecord::sandbox)
                    .map(Sandbox::netns)
                    .filter(own -> !(own instanceof NetnsPlace.Shared))
                    .flatMap(this::file);
        }
        return Optional.empty();
    }

    /** The same, if a namespace is there: not an empty file, as it is left by an umount. */
    Optional<Path> present(NetnsPlace place) {
        return file(place).filter(file -> isNamespace(file, OptionalLong.empty()));
    }

    /** Tells whether a pod's namespace is there, and no other in its place. */
    boolean isThere(Sandbox sandbox) {
        return sandbox.netns() instanceof NetnsPlace.OfHost
                || file(sandbox.netns())
                        .filter(file -> isNamespace(file, sandbox.cookie()))
                        .isPresent();
    }

    /** Tells whether a file is where a pod's namespace should be, without opening it. */
    boolean isLookedAt(Sandbox sandbox) {
        return sandbox.netns() instanceof NetnsPlace.OfHost
                || file(sandbox.netns())
                        .map(host.grounds()::look)
                        .filter(Files::exists)
                        .isPresent();
    }

    private boolean isNamespace(Path file, OptionalLong cookie) {
        if (!Files.exists(host.grounds().look(file))) {
            return false;
        }
        try (Netns netns = host.namespaces().open(file)) {
            return cookie.isEmpty()
                    || netns.cookie().isEmpty()
                    || netns.cookie().equals(cookie);
        } catch (NetnsNotFoundException e) {
            return false;
        }
    }

    /** Opens the namespace of a pod that runs. */
    Netns open(PodRecord pod) {
        NetnsPlace place = pod.sandbox().orElseThrow().netns();
        if (place instanceof NetnsPlace.OfHost) {
            return host.namespaces().current();
        }
        return host.namespaces()
                .open(file(place)
                        .orElseThrow(() -> new PodException(
                                "pod-state-improper",
                                "pod " + pod.name() + ": the pod whose namespace it shares does not run")));
    }

    /** Where the namespace is that a pod has when it is started. */
    NetnsPlace pinned(PodId id) {
        return new NetnsPlace.Pinned(SandboxNames.netns(id));
    }
}
