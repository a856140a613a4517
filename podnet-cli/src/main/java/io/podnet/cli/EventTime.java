// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times as podman events does: a time of RFC 3339 or a part of one, seconds since 1970, or a duration of Go. */
final class EventTime {
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,11})(?:\\.([0-9]{1,9}))?");
    private static final Pattern PART = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ns|us|\u00b5s|ms|s|m|h)");
    private static final Pattern DURATION = Pattern.compile("(?:" + PART.pattern() + ")+");
    private static final Map<String, Double> NANOS =
            Map.of("ns", 1.0, "us", 1e3, "\u00b5s", 1e3, "ms", 1e6, "s", 1e9, "m", 60e9, "h", 3600e9);

    private EventTime() {}

    /** Reads a time; a duration counts back from now, or from now on. */
    static Instant parse(String option, String text, Instant now, boolean back) {
        Matcher seconds = SECONDS.matcher(text);
        if (seconds.matches()) {
            String fraction = Optional.ofNullable(seconds.group(2)).orElse("0");
            long nanos = Long.parseLong((fraction + "000000000").substring(0, 9));
            return Instant.ofEpochSecond(Long.parseLong(seconds.group(1)), nanos);
        }
        if (DURATION.matcher(text).matches()) {
            Duration duration = duration(text);
            return back ? now.minus(duration) : now.plus(duration);
        }
        try {
            return date(text);
        } catch (DateTimeException e) {
            throw new CommandFailure(
                    ExitStatus.PODNET,
                    "invalid " + option + " \"" + text
                            + "\": want a time such as 2026-11-24T12:00:00Z, seconds since 1970, or a duration such as 10m",
                    e);
        }
    }

    private static Duration duration(String text) {
        double nanos = 0;
        Matcher parts = PART.matcher(text);
        while (parts.find()) {
            nanos += Double.parseDouble(parts.group(1)) * NANOS.getOrDefault(parts.group(2), 0.0);
        }
        return Duration.ofNanos((long) nanos);
    }

    private static Instant date(String text) {
        if (text.length() == "2026-11-24".length()) {
            return LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
        }
        String whole = text.replaceFirst("^([0-9-]{10}) ", "$1T");
        TemporalAccessor time =
                DateTimeFormatter.ISO_DATE_TIME.parseBest(whole, OffsetDateTime::from, LocalDateTime::from);
        return time instanceof LocalDateTime local
                ? local.atZone(ZoneId.systemDefault()).toInstant()
                : Instant.from(time);
    }
}
