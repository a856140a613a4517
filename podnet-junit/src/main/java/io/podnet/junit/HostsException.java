// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit;

import io.podnet.base.PodnetException;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Says that hosts cannot be made, joined, disturbed or removed.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class HostsException extends PodnetException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param errorCode what went wrong, for programs, such as {@code hosts-no-netem}
     * @param message what went wrong, for people
     * @param cause what caused it, or null
     */
    public HostsException(String errorCode, String message, @Nullable Throwable cause) {
        super(errorCode, message, cause);
    }
}
