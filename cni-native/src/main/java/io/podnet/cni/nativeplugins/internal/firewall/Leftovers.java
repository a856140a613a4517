// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import io.podnet.base.IpPrefix;
import io.podnet.cni.nativeplugins.internal.Digests;
import io.podnet.netns.linux.NftFamily;
import io.podnet.netns.linux.NftRequests;
import io.podnet.netns.linux.NftRule;
import java.util.Collection;
import java.util.List;

/**
 * What the reference plugins have set by iptables for an attachment, found by the names and addresses that they use: pods
 * of theirs may be deleted by us. Rules of iptables-legacy are out of reach.
 */
final class Leftovers {
    private static final List<NftFamily> FAMILIES = List.of(NftFamily.IP, NftFamily.IP6);

    private final NftRequests nft;
    private final Transaction transaction;

    Leftovers(FilterSession session, Transaction transaction) {
        this.nft = session.netfilter().nftables();
        this.transaction = transaction;
    }

    /** The chain of bridge and ptp, which POSTROUTING leads to: {@code pkg/utils/utils.go}, 28 characters. */
    void masquerade(Owner owner) {
        String hash = Digests.sha512(owner.network() + owner.attachment().containerId());
        chain("POSTROUTING", "CNI-" + hash.substring(0, 24));
    }

    /** The chain of portmap, and the one of older versions. */
    void publications(Owner owner) {
        String hash = Digests.sha512(owner.network() + owner.attachment().containerId());
        chain("CNI-HOSTPORT-DNAT", "CNI-DN-" + hash.substring(0, 21));
        chain("CNI-HOSTPORT-SNAT", "CNI-SN-" + hash.substring(0, 21));
    }

    /** The rules of firewall, two for each address. */
    void forwarding(Collection<IpPrefix> addresses) {
        for (NftFamily family : FAMILIES) {
            for (NftRule rule : nft.rules(family, "filter", "CNI-FORWARD")) {
                if (addresses.stream().anyMatch(each -> rule.names(each.address()))) {
                    delete(family, "filter", "CNI-FORWARD", rule);
                }
            }
        }
    }

    private void chain(String from, String name) {
        for (NftFamily family : FAMILIES) {
            if (nft.chain(family, "nat", name).isPresent()) {
                nft.rules(family, "nat", from).stream()
                        .filter(rule -> rule.target().filter(name::equals).isPresent())
                        .forEach(rule -> delete(family, "nat", from, rule));
                transaction.other("flush chain " + family + " nat " + name);
                transaction.other("delete chain " + family + " nat " + name);
            }
        }
    }

    private void delete(NftFamily family, String table, String chain, NftRule rule) {
        transaction.other("delete rule " + family + " " + table + " " + chain + " handle " + rule.handle());
    }
}
