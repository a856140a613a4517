// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal.snapshot;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A line of {@code iptables-legacy-save}: rules, user's chains ({@code :NAME -}), and policies that do not accept. The
 * built-in chains appear as soon as somebody asks for them.
 */
final class LegacyTables {
    private static final Pattern COUNTERS = Pattern.compile(" \\[\\d+:\\d+\\]");

    private LegacyTables() {}

    static Optional<String> read(String line) {
        boolean counts = line.startsWith("-") || (line.startsWith(":") && !line.contains(" ACCEPT "));
        return counts ? Optional.of(COUNTERS.matcher(line).replaceAll("")) : Optional.empty();
    }
}
