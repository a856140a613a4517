// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import io.podnet.inspect.internal.json.Json;
import org.apiguardian.api.API;

/**
 * A JSON value that is kept as it is: fields that this version does not know, and those that only docker fills.
 *
 * <p>The text has no blanks between its parts, so that equal values of one spelling are equal. Numbers keep their value
 * to the last digit, keys their order; of keys that occur twice the last one stays.
 *
 * @param text JSON
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record JsonText(String text) {
    /** The value {@code null}. */
    public static final JsonText NULL = new JsonText("null");

    /**
     * Reads a value and drops the blanks between its parts.
     *
     * @param text JSON
     * @throws InspectException ({@value InspectException#DOCUMENT_INVALID}) if it is none
     */
    public JsonText {
        text = Json.compact(Json.parse(text));
    }

    /**
     * Tells whether the value is {@code null}.
     *
     * @return true if it is
     */
    public boolean isNull() {
        return text.equals("null");
    }

    /**
     * Gives the value as JSON.
     *
     * @return the text
     */
    @Override
    public String toString() {
        return text;
    }
}
