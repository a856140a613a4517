// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit.internal.net;

import io.podnet.netns.LinkName;
import java.util.Collection;
import java.util.Map;

/**
 * Writes which packets the switch drops, for nft(8). The whole of it is replaced at once, so no packet meets a half of it.
 */
final class DropRules {
    /** numgen draws from whole numbers: a ten-thousandth of a percent is one of these. */
    private static final int PARTS = 1_000_000;

    private DropRules() {}

    static String write(Map<Integer, Faults> ports, Collection<Way> blocked) {
        StringBuilder rules = new StringBuilder();
        // In the family bridge the links of a rule are the ports, nft(8).
        blocked.forEach(way ->
                rules.append("    iifname \"%s\" oifname \"%s\" drop%n".formatted(name(way.from()), name(way.to()))));
        ports.forEach((port, faults) -> {
            long parts = Math.round(faults.lossPercent() * PARTS / 100);
            if (parts > 0) {
                // nft refuses a comparison that always holds.
                String chance = parts == PARTS ? "" : "numgen random mod " + PARTS + " < " + parts + " ";
                for (String direction : new String[] {"iifname", "oifname"}) {
                    rules.append("    %s \"%s\" %sdrop%n".formatted(direction, name(port), chance));
                }
            }
        });
        return """
            add table bridge faults
            delete table bridge faults
            table bridge faults {
              chain forward {
                type filter hook forward priority 0; policy accept;
            %s  }
            }
            """.formatted(rules);
    }

    static LinkName name(int port) {
        return LinkName.of("port" + port);
    }
}
