// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import io.podnet.base.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The name of a pinned namespace: the name of a file in the directory of pins, as {@code ip netns} uses it.
 *
 * @param value the name, such as {@code blue}
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record NetnsName(String value) implements Comparable<NetnsName> {
    // NAME_MAX of linux/limits.h.
    private static final int MAX_BYTES = 255;

    /**
     * Checks the name.
     *
     * @param value the name
     * @throws InvalidValueException if it is empty, longer than 255 bytes, begins with a dot or a dash, or holds a slash,
     *     white space or a control character
     */
    public NetnsName {
        String fault = fault(value);
        if (!fault.isEmpty()) {
            throw new InvalidValueException("namespace name", value, fault);
        }
    }

    /**
     * Makes a name of its text.
     *
     * @param value the name
     * @return the name
     * @throws InvalidValueException if it cannot be one
     */
    public static NetnsName of(String value) {
        return new NetnsName(value);
    }

    /** Makes a name of a text that may not be one. */
    static Optional<NetnsName> find(String value) {
        return fault(value).isEmpty() ? Optional.of(new NetnsName(value)) : Optional.empty();
    }

    private static String fault(String value) {
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_BYTES) {
            return "must have 1 to " + MAX_BYTES + " bytes";
        }
        if (value.startsWith(".") || value.startsWith("-")) {
            return "must not begin with '" + value.charAt(0) + "'";
        }
        if (value.indexOf('/') >= 0) {
            return "must not hold a slash";
        }
        if (value.codePoints().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            return "must not hold white space or control characters";
        }
        return "";
    }

    @Override
    public int compareTo(NetnsName other) {
        return value.compareTo(other.value);
    }

    /**
     * Prints the bare name.
     *
     * @return the name
     */
    @Override
    public String toString() {
        return value;
    }
}
