// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Says that a namespace, or something in one, does not exist; the error code is {@code netns-not-found}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class NetnsNotFoundException extends NetnsException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what went wrong, for people
     * @param cause what caused it, or null
     */
    public NetnsNotFoundException(String message, @Nullable Throwable cause) {
        super("netns-not-found", message, cause);
    }
}
