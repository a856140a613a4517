// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal.snapshot;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of {@code ip -details -oneline link show}, cut down to what somebody configured. Carrier and operational state, counters and
 * timers change by themselves.
 */
final class LinkLine {
    private static final Pattern LINE = Pattern.compile(
            "\\d+: (?<name>[^:@]+)(@[^:]+)?: <(?<flags>[^>]*)> mtu (?<mtu>\\d+) qdisc (?<qdisc>\\S+)(?<rest>.*)");
    private static final Pattern MASTER = Pattern.compile(" master (\\S+)");
    private static final Pattern MAC = Pattern.compile("link/\\S+ (\\S+)");
    /** The details of the link's kind follow what all links have. */
    private static final Pattern KIND = Pattern.compile(" maxmtu \\d+[\\s\\\\]+(\\S+)");

    private static final Set<String> NOT_A_KIND = Set.of("addrgenmode", "numtxqueues", "bridge_slave");

    private LinkLine() {}

    /** Empty if the line is not about a link. */
    static Optional<String> read(String line) {
        Matcher link = LINE.matcher(line);
        if (!link.matches()) {
            return Optional.empty();
        }
        String rest = link.group("rest");
        String kind = first(KIND, rest).filter(k -> !NOT_A_KIND.contains(k)).orElse("");
        StringBuilder text = new StringBuilder(link.group("name"));
        if (!kind.isEmpty()) {
            text.append(" (").append(kind).append(')');
        }
        text.append(" mtu ").append(link.group("mtu"));
        text.append(" qdisc ").append(link.group("qdisc"));
        first(MASTER, rest).ifPresent(master -> text.append(" master ").append(master));
        if (!kind.equals("bridge")) { // a bridge takes the lowest address of its ports
            first(MAC, rest).ifPresent(mac -> text.append(' ').append(mac));
        }
        boolean up = Arrays.asList(link.group("flags").split(",")).contains("UP");
        return Optional.of(text.append(up ? " up" : " down").toString());
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
