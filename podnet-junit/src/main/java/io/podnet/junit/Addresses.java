// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit;

import io.podnet.base.IpPrefix;
import io.podnet.netns.AddressFlag;
import io.podnet.netns.LinkAddress;
import io.podnet.netns.LinkName;
import io.podnet.netns.Links;

/**
 * A host's addresses, of networks that are for documentation only (RFC 5737, RFC 3849): no real service can be meant.
 *
 * @param ipv4 with the length of its network
 * @param ipv6 with the length of its network
 */
record Addresses(IpPrefix ipv4, IpPrefix ipv6) {
    static Addresses ofHost(int number) {
        return new Addresses(
                IpPrefix.parse("192.0.2." + number + "/24"),
                IpPrefix.parse("2001:db8::" + Integer.toHexString(number) + "/64"));
    }

    void giveTo(Links links, LinkName link) {
        links.addAddress(link, LinkAddress.of(ipv4));
        // Usable at once: nobody else can have it.
        links.addAddress(link, LinkAddress.of(ipv6).withFlags(AddressFlag.NODAD));
    }
}
