// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import java.util.Objects;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The root of every exception that podnet throws by design; each module has subclasses of its own.
 *
 * <p>Mistakes of the caller are {@link IllegalArgumentException}s (see {@link InvalidValueException}), use of a closed
 * object is an {@link IllegalStateException}; everything else that podnet can foresee ends up here.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class PodnetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, for programs. */
    private final String errorCode;

    /**
     * Creates an exception.
     *
     * @param errorCode what went wrong, for programs: kebab-case, prefixed by the module, such as {@code netns-exists}
     * @param message what went wrong, for people: names the thing, its value and the operation
     * @param cause what caused it, or null
     */
    public PodnetException(String errorCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.errorCode = errorCode;
    }

    /**
     * Creates an exception without a cause.
     *
     * @param errorCode what went wrong, for programs
     * @param message what went wrong, for people
     */
    public PodnetException(String errorCode, String message) {
        this(errorCode, message, null);
    }

    /**
     * Tells people what went wrong; never null.
     *
     * @return the message
     */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /**
     * Tells programs what went wrong; the text never changes once released.
     *
     * @return a kebab-case word prefixed by the module, such as {@code netns-exists}
     */
    public String errorCode() {
        return errorCode;
    }
}
