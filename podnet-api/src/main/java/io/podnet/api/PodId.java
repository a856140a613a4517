// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import io.podnet.base.InvalidValueException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * A pod's id: 64 hexadecimal digits in lower case, drawn at random; also the container id that CNI plugins see.
 *
 * @param value the digits
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record PodId(String value) {
    private static final int BYTES = 32;
    private static final int SHORT = 12;
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Checks the digits.
     *
     * @param value the digits
     * @throws InvalidValueException if they are not 64 hexadecimal ones in lower case
     */
    public PodId {
        if (!DIGITS.matcher(value).matches()) {
            throw new InvalidValueException("pod id", value, "want 64 hexadecimal digits in lower case");
        }
    }

    /**
     * Draws an id that nobody else has.
     *
     * @return the id
     */
    public static PodId random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new PodId(HexFormat.of().formatHex(bytes));
    }

    /**
     * Gives the first 12 digits, which are what people see.
     *
     * @return 12 digits
     */
    public String shortened() {
        return value.substring(0, SHORT);
    }

    @Override
    public String toString() {
        return value;
    }
}
