// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Prints numbers in the form that Go gives them, since some plugins read {@code 1500.0} into an integer only after
 * libcni made {@code 1500} of it; but never another number than the one that was read.
 */
final class JsonNumbers {
    /** A double needs at most so many digits to be told apart from its neighbours. */
    private static final int MOST_DIGITS = 17;

    /** Beyond these, Go prints exponents (encoding/json, floatEncoder). */
    private static final double LARGE = 1e21;

    private static final double SMALL = 1e-6;

    private JsonNumbers() {}

    /** Prints the exact value. */
    static String exact(JsonNode number) {
        if (number.isIntegralNumber()) {
            return number.bigIntegerValue().toString();
        }
        BigDecimal value = number.decimalValue();
        double nearest = value.doubleValue();
        if (Double.isFinite(nearest)) {
            BigDecimal shortest = shortest(nearest);
            if (shortest.compareTo(value) == 0) {
                return print(nearest, shortest);
            }
        }
        return value.toString();
    }

    /** Prints the value that is left after a turn through float64. */
    static String float64(JsonNode number) {
        double nearest = number.decimalValue().doubleValue();
        // Go refuses such a number; to keep it is the lesser evil.
        return Double.isFinite(nearest) ? print(nearest, shortest(nearest)) : exact(number);
    }

    // JDK 17's Double.toString does not always give the shortest text (JDK-4511638).
    private static BigDecimal shortest(double value) {
        BigDecimal whole = new BigDecimal(value);
        for (int digits = 1; digits < MOST_DIGITS; digits++) {
            BigDecimal rounded = whole.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == value) {
                return rounded;
            }
        }
        return whole.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN));
    }

    private static String print(double value, BigDecimal shortest) {
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        BigDecimal digits = shortest.stripTrailingZeros();
        if (size >= SMALL && size < LARGE) {
            return digits.toPlainString();
        }
        String all = digits.unscaledValue().abs().toString();
        int exponent = all.length() - 1 - digits.scale();
        return (value < 0 ? "-" : "")
                + all.charAt(0)
                + (all.length() > 1 ? "." + all.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + Math.abs(exponent);
    }
}
