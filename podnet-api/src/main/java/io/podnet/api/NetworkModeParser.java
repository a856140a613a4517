// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import io.podnet.base.InvalidValueException;
import io.podnet.rootless.StackChoice;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads network modes, podman's ParseNetworkFlag (pkg/specgen/namespaces.go). */
final class NetworkModeParser {
    private NetworkModeParser() {}

    /** Empty if the text is no mode: it may be a network's name. */
    static Optional<NetworkMode> find(String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        String rest = colon < 0 ? "" : text.substring(colon + 1);
        return switch (word) {
            case "bridge" -> colon < 0 ? Optional.of(NetworkMode.bridge()) : Optional.empty();
            case "", "default", "private" -> colon < 0 ? Optional.of(NetworkMode.ofOwn()) : Optional.empty();
            case "none" -> colon < 0 ? Optional.of(NetworkMode.none()) : Optional.empty();
            case "host" -> colon < 0 ? Optional.of(NetworkMode.host()) : Optional.empty();
            case "slirp4netns", "pasta" -> Optional.of(NetworkMode.ofStack(StackChoice.parse(text)));
            case "ns" -> colon < 0 ? Optional.empty() : Optional.of(NetworkMode.ofPath(path(text, rest)));
            case "pod", "container" -> colon < 0 ? Optional.empty() : Optional.of(pod(text, rest));
            default -> Optional.empty();
        };
    }

    private static Path path(String text, String rest) {
        if (rest.isEmpty()) {
            throw new InvalidValueException(
                    "network mode", text, "must provide a path to a namespace when specifying \"ns:\"");
        }
        try {
            return Path.of(rest);
        } catch (InvalidPathException e) {
            throw new InvalidValueException("network mode", text, String.valueOf(e.getMessage()), e);
        }
    }

    private static NetworkMode pod(String text, String rest) {
        if (rest.isEmpty()) {
            throw new InvalidValueException("network mode", text, "must provide the name or ID of a pod");
        }
        return NetworkMode.ofPod(rest);
    }
}
