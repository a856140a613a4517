// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.record;

import io.podnet.api.PodId;
import java.nio.file.Path;

/** Where the network namespace of a pod is, and whose it is. */
public sealed interface NetnsPlace {
    /**
     * Pinned by podnet, which removes the pin with the pod: made for it, or a process's that it was made around.
     *
     * @param pin the pin's name in the directory of pins
     */
    record Pinned(String pin) implements NetnsPlace {}

    /**
     * Somebody else's.
     *
     * @param file the file that leads to it
     */
    record Joined(Path file) implements NetnsPlace {}

    /**
     * Another pod's.
     *
     * @param owner that pod, which shares nobody's
     */
    record Shared(PodId owner) implements NetnsPlace {}

    /** The host's. */
    record OfHost() implements NetnsPlace {}
}
