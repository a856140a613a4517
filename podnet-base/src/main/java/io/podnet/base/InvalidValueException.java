// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import java.util.Objects;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Says that a value given from outside cannot be used: names the field, the value and what is wrong with it.
 *
 * <p>Thrown before anything has changed.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class InvalidValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** The field's name. */
    private final String field;

    /** The value as it was given. */
    private final String value;

    /**
     * Creates an exception whose message reads {@code invalid FIELD "VALUE": REASON}.
     *
     * @param field what the value was for, such as {@code port mapping}
     * @param value the value as it was given
     * @param reason what is wrong with it
     */
    public InvalidValueException(String field, @Nullable Object value, String reason) {
        this(field, value, reason, null);
    }

    /**
     * Creates an exception whose message reads {@code invalid FIELD "VALUE": REASON}.
     *
     * @param field what the value was for, such as {@code port mapping}
     * @param value the value as it was given
     * @param reason what is wrong with it
     * @param cause what found the fault, or null
     */
    public InvalidValueException(String field, @Nullable Object value, String reason, @Nullable Throwable cause) {
        super(printable("invalid " + field + " \"" + value + "\": " + reason), cause);
        this.field = field;
        this.value = Objects.toString(value);
    }

    // A value may come from a file that somebody else wrote: no message of ours turns a terminal's colours, or has a
    // line that is theirs.
    private static String printable(String value) {
        if (value.chars().noneMatch(Character::isISOControl)) {
            return value;
        }
        StringBuilder text = new StringBuilder();
        value.chars()
                .forEach(each -> text.append(
                        Character.isISOControl(each) ? String.format("\\u%04x", each) : String.valueOf((char) each)));
        return text.toString();
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
     * Names what the value was for.
     *
     * @return the field's name
     */
    public String field() {
        return field;
    }

    /**
     * Gives the value back as text.
     *
     * @return the value as it was given
     */
    public String value() {
        return value;
    }
}
