// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import io.podnet.base.PodnetException;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Says that a document cannot be read, or that what is known about a pod does not fit together.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class InspectException extends PodnetException {
    /** A text is no document of the wanted kind; the message names the place and what stands there. */
    public static final String DOCUMENT_INVALID = "inspect-document-invalid";

    /** The networks that a pod is in and the results that are known differ in number. */
    public static final String MISMATCH = "inspect-mismatch";

    /** A CNI result contradicts itself. */
    public static final String RESULT_INVALID = "inspect-result-invalid";

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param errorCode one of this class' constants, or a converter's own
     * @param message what is wrong, and where
     */
    public InspectException(String errorCode, String message) {
        this(errorCode, message, null);
    }

    /**
     * Creates an exception with its cause.
     *
     * @param errorCode one of this class' constants, or a converter's own
     * @param message what is wrong, and where
     * @param cause what found the fault, or null
     */
    public InspectException(String errorCode, String message, @Nullable Throwable cause) {
        super(errorCode, message, cause);
    }
}
