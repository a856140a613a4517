// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import java.util.Locale;
import org.apiguardian.api.API;

/**
 * Where a pod is in its life, in podman's words.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum ContainerStatus {
    /** Not started yet. */
    CREATED,
    /** Started, with its network set up. */
    RUNNING,
    /** Stopped; its network is gone. */
    EXITED;

    /**
     * Prints the name as {@code State.Status} says it.
     *
     * @return {@code created}, {@code running} or {@code exited}
     */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
