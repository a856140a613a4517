// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit.internal.net;

import io.podnet.base.InvalidValueException;
import java.time.Duration;

/**
 * What is wrong with a cable, in both of its directions.
 *
 * @param cut whether it is pulled out
 * @param bitsPerSecond how much it carries; 0 for no limit
 * @param lossPercent how many of a hundred packets it loses
 * @param delay how long each packet takes
 */
public record Faults(boolean cut, long bitsPerSecond, double lossPercent, Duration delay) {
    /** A cable as good as new. */
    public static final Faults NONE = new Faults(false, 0, 0, Duration.ZERO);

    private static final long LEAST_RATE = 1000;
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(10);

    public Faults withCut() {
        return new Faults(true, bitsPerSecond, lossPercent, delay);
    }

    public Faults withLimit(long value) {
        if (value < LEAST_RATE) {
            throw new InvalidValueException("limit", value, "must be " + LEAST_RATE + " bits per second or more");
        }
        return new Faults(cut, value, lossPercent, delay);
    }

    public Faults withLoss(double percent) {
        // Written so that NaN does not pass.
        if (!(percent >= 0 && percent <= 100)) {
            throw new InvalidValueException("loss", percent, "must be 0 to 100 percent");
        }
        return new Faults(cut, bitsPerSecond, percent, delay);
    }

    public Faults withDelay(Duration oneWay) {
        if (oneWay.isNegative() || oneWay.compareTo(LONGEST_DELAY) > 0) {
            throw new InvalidValueException("delay", oneWay, "must be 0 to " + LONGEST_DELAY);
        }
        return new Faults(cut, bitsPerSecond, lossPercent, oneWay);
    }
}
