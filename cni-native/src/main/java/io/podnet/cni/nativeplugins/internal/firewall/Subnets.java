// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import io.podnet.base.IpPrefix;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The set of subnets whose members talk to each other under their own addresses. They are elements of their own: as many as
 * networks, not as pods. Elements must not overlap; where subnets do, the larger one stands for both.
 */
final class Subnets {
    private final FilterSession session;
    private final Transaction transaction;

    /** What this transaction adds by itself. */
    private final Set<IpPrefix> added = new HashSet<>();

    Subnets(FilterSession session, Transaction transaction) {
        this.session = session;
        this.transaction = transaction;
    }

    /** Adds a subnet unless it is covered. An address alone is no subnet: it never talks to itself through the host. */
    void add(IpPrefix subnet) {
        if (!isHost(subnet) && isNew(subnet)) {
            insert(subnet);
        }
    }

    /** Adds a subnet, or an address alone, that reaches itself by a published port. */
    void addForHairpin(IpPrefix subnet) {
        if (isNew(subnet)) {
            insert(subnet);
        }
    }

    /** Removes an address alone, which no other pod is in. */
    void removeHost(IpPrefix address) {
        if (isHost(address) && session.list().subnets().contains(address)) {
            transaction.delete(Layout.set("subnets", address.address()), address + " . " + address);
        }
    }

    private static boolean isHost(IpPrefix prefix) {
        return prefix.length() == 8 * prefix.address().getAddress().length;
    }

    /** Whether no element holds the first and the last of its addresses, and so all. */
    private boolean isNew(IpPrefix subnet) {
        byte[] first = subnet.address().getAddress();
        byte[] key = Arrays.copyOf(first, 2 * first.length);
        System.arraycopy(subnet.last().getAddress(), 0, key, first.length, first.length);
        return session.element(Layout.set("subnets", subnet.address()), key).isEmpty()
                && added.stream().noneMatch(each -> each.overlaps(subnet));
    }

    private void insert(IpPrefix subnet) {
        for (Element each : session.list().elements()) {
            if (each.subnet().filter(subnet::overlaps).isPresent()) {
                transaction.delete(each);
            }
        }
        transaction.addSubnet(subnet);
        added.add(subnet);
    }
}
