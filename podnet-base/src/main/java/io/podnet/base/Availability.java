// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Whether a backend can work on this machine, and why (not).
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface Availability {
    /**
     * The backend can work.
     *
     * @param detail what was found, such as a version; may be empty
     */
    record Available(String detail) implements Availability {}

    /**
     * The backend cannot work.
     *
     * @param reason one sentence that names what is missing and how to get it
     * @param cause what failed while probing, if something did
     */
    record Unavailable(String reason, Optional<Throwable> cause) implements Availability {}

    /**
     * Says that the backend can work.
     *
     * @param detail what was found, such as {@code slirp4netns 1.2.0}; may be empty
     * @return the answer
     */
    static Availability available(String detail) {
        return new Available(detail);
    }

    /**
     * Says that the backend cannot work.
     *
     * @param reason one sentence that names what is missing and how to get it
     * @return the answer
     */
    static Availability unavailable(String reason) {
        return new Unavailable(reason, Optional.empty());
    }

    /**
     * Says that the backend cannot work because probing it failed.
     *
     * @param reason one sentence that names what is missing and how to get it
     * @param cause what failed
     * @return the answer
     */
    static Availability unavailable(String reason, Throwable cause) {
        return new Unavailable(reason, Optional.of(cause));
    }

    /**
     * Tells whether the backend can work.
     *
     * @return true if it can
     */
    default boolean isAvailable() {
        return this instanceof Available;
    }
}
