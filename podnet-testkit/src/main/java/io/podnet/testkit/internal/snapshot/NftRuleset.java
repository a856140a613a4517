// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal.snapshot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads {@code nft --stateless list ruleset} line by line, and puts before each line where it stands:
 * {@code ip nat POSTROUTING: ip saddr 10.0.0.0/8 masquerade}.
 *
 * <p>What iptables-nft creates by merely being asked does not count: its five tables and their base chains, as long as
 * they accept. The rules in them do.
 */
final class NftRuleset {
    private static final Pattern TABLE_OF_IPTABLES = Pattern.compile("table ip6? (filter|nat|mangle|raw|security)");
    private static final Pattern CHAIN_OF_IPTABLES =
            Pattern.compile("chain (PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING)");
    private static final Pattern BASE_CHAIN_THAT_ACCEPTS = Pattern.compile("type \\S+ hook .* policy accept;");

    private final Deque<String> blocks = new ArrayDeque<>();

    Optional<String> read(String line) {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return Optional.empty();
        }
        if (text.equals("}")) {
            blocks.removeLast();
            return Optional.empty();
        }
        boolean ofIptables = !blocks.isEmpty()
                && TABLE_OF_IPTABLES.matcher(blocks.getFirst()).matches();
        if (text.endsWith("{")) {
            String opened = text.substring(0, text.length() - 1).strip();
            String where = where(" ");
            blocks.addLast(opened);
            boolean standard = TABLE_OF_IPTABLES.matcher(opened).matches()
                    || (ofIptables && CHAIN_OF_IPTABLES.matcher(opened).matches());
            return standard ? Optional.empty() : Optional.of(where + opened);
        }
        if (ofIptables && BASE_CHAIN_THAT_ACCEPTS.matcher(text).matches()) {
            return Optional.empty();
        }
        return Optional.of(where(": ") + text);
    }

    /** The blocks that are open, without their keywords. */
    private String where(String after) {
        StringBuilder where = new StringBuilder();
        for (Iterator<String> block = blocks.iterator(); block.hasNext(); ) {
            where.append(block.next().replaceFirst("^\\S+ ", ""));
            where.append(block.hasNext() ? " " : after);
        }
        return where.toString();
    }
}
