// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import io.podnet.base.PodnetException;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Says that an operation on a network namespace, or on something in one, failed.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class NetnsException extends PodnetException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param errorCode what went wrong, for programs, such as {@code netns-exists}
     * @param message what went wrong, for people
     * @param cause what caused it, or null
     */
    public NetnsException(String errorCode, String message, @Nullable Throwable cause) {
        super(errorCode, message, cause);
    }

    /**
     * Creates an exception without a cause.
     *
     * @param errorCode what went wrong, for programs
     * @param message what went wrong, for people
     */
    public NetnsException(String errorCode, String message) {
        super(errorCode, message);
    }
}
