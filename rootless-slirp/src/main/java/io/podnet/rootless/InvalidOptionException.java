// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless;

import io.podnet.base.InvalidValueException;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Says that an option of a user-mode stack cannot be used, in the very words that podman has for it.
 *
 * <p>Thrown before anything has started. What podman's words leave out is in {@link #reason()}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class InvalidOptionException extends InvalidValueException {
    private static final long serialVersionUID = 1L;

    /** The whole message. */
    private final String text;

    /** What is wrong with the value. */
    private final String reason;

    /**
     * Creates an exception.
     *
     * @param text the whole message, such as {@code invalid mtu "12"}
     * @param option the option's name
     * @param value the value as it was given
     * @param reason what is wrong with it
     * @param cause what found the fault, or null
     */
    public InvalidOptionException(String text, String option, String value, String reason, @Nullable Throwable cause) {
        super(option, value, reason, cause);
        this.text = text;
        this.reason = reason;
    }

    @Override
    public String getMessage() {
        return text;
    }

    /**
     * Tells what is wrong with the value.
     *
     * @return half a sentence
     */
    public String reason() {
        return reason;
    }
}
