// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import io.podnet.base.PodnetException;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Says what went wrong with a pod or a network. The codes: {@code pod-unknown}, {@code pod-ambiguous}, {@code pod-name-in-use},
 * {@code pod-state-improper}, {@code pod-shared}, {@code pod-circle}, {@code pod-interrupted}, {@code pod-record-newer},
 * {@code pod-record-unusable}, {@code network-unknown}, {@code network-ambiguous}, {@code network-unusable},
 * {@code network-invalid}, {@code network-exists}, {@code network-in-use}, {@code network-default}, {@code network-mode-invalid},
 * {@code network-connected}, {@code network-not-connected}, {@code address-unusable}, {@code netns-unknown}, {@code port-in-use},
 * {@code privileges-missing}, {@code directory-unusable}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class PodException extends PodnetException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param errorCode what went wrong, for programs
     * @param message what went wrong, for people
     */
    public PodException(String errorCode, String message) {
        super(errorCode, message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param errorCode what went wrong, for programs
     * @param message what went wrong, for people
     * @param cause what caused it, or null
     */
    public PodException(String errorCode, String message, @Nullable Throwable cause) {
        super(errorCode, message, cause);
    }
}
