// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import io.podnet.base.InvalidValueException;
import java.nio.charset.StandardCharsets;
import org.apiguardian.api.API;

/**
 * The name of a network interface: 1 to 15 bytes that the kernel takes as they are.
 *
 * @param value the name, such as {@code eth0}
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record LinkName(String value) implements Comparable<LinkName> {
    /** The loopback link, which every namespace has from the start. */
    public static final LinkName LOOPBACK = new LinkName("lo");

    // IFNAMSIZ of linux/if.h is 16, one of them for the terminating zero.
    private static final int MAX_BYTES = 15;

    /**
     * Checks the name as {@code dev_valid_name} of the kernel does, and refuses {@code %} besides, which it would take for
     * a pattern ({@code eth%d}).
     *
     * @param value the name
     * @throws InvalidValueException if the kernel would not take it for a name
     */
    public LinkName {
        String reason = fault(value);
        if (!reason.isEmpty()) {
            throw new InvalidValueException("link name", value, reason);
        }
    }

    /**
     * Makes a name of its text.
     *
     * @param value the name, such as {@code eth0}
     * @return the name
     * @throws InvalidValueException if the kernel would not take it for a name
     */
    public static LinkName of(String value) {
        return new LinkName(value);
    }

    private static String fault(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            return "must have 1 to " + MAX_BYTES + " bytes";
        }
        if (value.equals(".") || value.equals("..")) {
            return "is a directory in /sys";
        }
        for (byte each : bytes) {
            if (each == '/' || each == ':' || each == '%') {
                return "holds a '" + (char) each + "'";
            }
            // What isspace() of the kernel says of a byte: 0xa0 is Latin-1's no-break space, and also the second byte
            // of
            // an UTF-8 letter such as U+00E0.
            if (each == ' ' || (each >= '\t' && each <= '\r') || each == (byte) 0xa0) {
                return "holds white space, or a letter whose UTF-8 bytes the kernel takes for it";
            }
            if (each == 0) {
                return "holds a zero byte";
            }
        }
        return "";
    }

    @Override
    public int compareTo(LinkName other) {
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
