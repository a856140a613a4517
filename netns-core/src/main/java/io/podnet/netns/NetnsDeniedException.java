// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Says that the kernel does not permit an operation; the message names the capability that is missing; the error code is {@code netns-denied}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class NetnsDeniedException extends NetnsException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what went wrong, for people
     * @param cause what caused it, or null
     */
    public NetnsDeniedException(String message, @Nullable Throwable cause) {
        super("netns-denied", message, cause);
    }
}
