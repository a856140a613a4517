// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import io.podnet.cni.nativeplugins.internal.firewall.Known.Fact;
import io.podnet.netns.linux.NftFamily;
import io.podnet.netns.linux.NftRequests;
import io.podnet.netns.linux.NftRule;
import java.util.List;
import java.util.Optional;

/**
 * Whether the host forwards packets of pods as it is. A table of nftables can drop what others let through, but not let
 * through what others drop: that takes rules in iptables' own chain, before those that are there, and so the reference
 * plugin.
 */
final class Forwarding {
    private Forwarding() {}

    /** Says what may be in the way; empty if nothing is. */
    static Optional<String> obstacle(FilterSession session) {
        return session.unlessKnown(
                        Fact.FORWARDS, () -> obstacle(session.netfilter().nftables()))
                .or(() -> legacyObstacle(session.legacy()));
    }

    private static Optional<String> legacyObstacle(LegacyTables legacy) {
        return legacy.haveFilter()
                ? Optional.of("iptables-legacy has a table filter, which cannot be looked into")
                : Optional.empty();
    }

    private static Optional<String> obstacle(NftRequests nft) {
        for (NftFamily family : List.of(NftFamily.IP, NftFamily.IP6)) {
            String who = family == NftFamily.IP ? "iptables" : "ip6tables";
            if (nft.chain(family, "filter", "FORWARD")
                    .filter(chain -> chain.drops())
                    .isPresent()) {
                return Optional.of("the policy of " + who + "' chain FORWARD is DROP");
            }
            if (!nft.rules(family, "filter", "FORWARD").stream().allMatch(Forwarding::isHarmless)) {
                return Optional.of(who + "' chain FORWARD has rules of others, which may drop what pods send");
            }
        }
        return nft.chain(NftFamily.INET, "firewalld", "filter_FORWARD").isPresent()
                ? Optional.of("firewalld is running")
                : Optional.empty();
    }

    /** The reference plugin's chain only lets through, and the administrator's is jumped to from there. */
    private static boolean isHarmless(NftRule rule) {
        return rule.target().filter("CNI-FORWARD"::equals).isPresent();
    }
}
