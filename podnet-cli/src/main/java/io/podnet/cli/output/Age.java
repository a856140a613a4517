// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli.output;

import java.time.Duration;
import java.time.Instant;

/** Says how long ago something was, as podman does: in its largest unit. */
public final class Age {
    private static final int HOURS_UNTIL_DAYS = 48;

    private Age() {}

    /**
     * Says how long ago something was.
     *
     * @param then when it was
     * @param now now
     * @return such as {@code 5 minutes ago}
     */
    public static String of(Instant then, Instant now) {
        Duration age = Duration.between(then, now);
        if (age.toSeconds() < 1) {
            return "now";
        }
        if (age.toMinutes() < 1) {
            return count(age.toSeconds(), "second");
        }
        if (age.toHours() < 1) {
            return count(age.toMinutes(), "minute");
        }
        return age.toHours() < HOURS_UNTIL_DAYS ? count(age.toHours(), "hour") : count(age.toDays(), "day");
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s") + " ago";
    }
}
