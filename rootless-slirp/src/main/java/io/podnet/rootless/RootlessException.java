// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless;

import io.podnet.base.PodnetException;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Says that something about a rootless network failed.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class RootlessException extends PodnetException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param errorCode what went wrong, for programs, such as {@code rootless-stack-died}
     * @param message what went wrong, for people
     * @param cause what caused it, or null
     */
    public RootlessException(String errorCode, String message, @Nullable Throwable cause) {
        super(errorCode, message, cause);
    }

    /**
     * Creates an exception without a cause.
     *
     * @param errorCode what went wrong, for programs, such as {@code rootless-stack-died}
     * @param message what went wrong, for people
     */
    public RootlessException(String errorCode, String message) {
        super(errorCode, message);
    }
}
