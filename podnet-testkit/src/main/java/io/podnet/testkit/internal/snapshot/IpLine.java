// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal.snapshot;

import io.podnet.testkit.Facet;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line that {@code ip -details -oneline} prints about a link, an address, a policy rule or a route, cut down to what
 * somebody configured.
 *
 * @param facet which of them
 * @param text what it says
 */
record IpLine(Facet facet, String text) {
    private static final Pattern ADDRESS = Pattern.compile("\\d+: (?<link>\\S+) +inet6? (?<address>\\S+) .*");
    private static final Pattern BY_KERNEL = Pattern.compile(" proto kernel\\b");
    private static final Pattern RULE = Pattern.compile("\\d+:\t.*");

    /** Empty if the kernel made it by itself. */
    static Optional<IpLine> read(String family, String line) {
        Optional<String> link = LinkLine.read(line);
        if (link.isPresent()) {
            return link.map(text -> new IpLine(Facet.LINKS, text));
        }
        Matcher address = ADDRESS.matcher(line);
        if (address.matches()) {
            // The kernel makes link-local ones when a carrier comes.
            return Optional.of(address.group("address"))
                    .filter(it -> !it.startsWith("fe80:"))
                    .map(it -> new IpLine(Facet.ADDRESSES, address.group("link") + " " + it));
        }
        if (line.isBlank() || BY_KERNEL.matcher(line).find()) {
            return Optional.empty();
        }
        if (RULE.matcher(line).matches()) {
            return Optional.of(new IpLine(Facet.RULES, family + " " + line.replace('\t', ' ')));
        }
        String route = line.replace(" linkdown", "").replace(" dead", ""); // those follow the carrier
        return Optional.of(new IpLine(Facet.ROUTES, route.strip()));
    }
}
