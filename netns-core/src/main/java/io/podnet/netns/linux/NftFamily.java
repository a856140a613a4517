// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import java.util.Locale;
import org.apiguardian.api.API;

/**
 * What packets a table of nftables sees.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum NftFamily {
    /** IPv4 and IPv6. */
    INET(1),
    /** IPv4, as iptables. */
    IP(2),
    /** IPv6, as ip6tables. */
    IP6(10);

    /** NFPROTO_* of linux/netfilter.h. */
    private final int number;

    NftFamily(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** Names the family as nft does. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
