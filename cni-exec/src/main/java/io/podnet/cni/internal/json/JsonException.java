// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.json;

/** Says that a text is no JSON, or that a value in it is not of the kind that was wanted. */
public final class JsonException extends Exception {
    private static final long serialVersionUID = 1L;

    /** More than Go would say, such as where the fault is; may be empty. */
    private final String details;

    /** The message is what Go would say, as far as libcni's users match on it. */
    public JsonException(String message, String details) {
        super(message);
        this.details = details;
    }

    /** The message is all there is to say. */
    public JsonException(String message) {
        this(message, "");
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** Tells more, such as {@code line 3, column 7} or the path of a field. */
    public String details() {
        return details;
    }
}
