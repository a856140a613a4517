// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.netns.linux.NftChange;
import io.podnet.netns.linux.NftRequests;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Commands that the kernel does as a whole or not at all. Nothing in them comes from a configuration as it was written.
 *
 * <p>Most only change elements of which the keys are known as the kernel has them: those need not go through libnftables,
 * which reads all tables, chains and sets of the host each time before it does anything.
 */
final class Transaction {
    /** An element that two reasons want gone is named once: the second time it would not be there. */
    private final Set<String> deletions = new LinkedHashSet<>();

    private final StringBuilder rest = new StringBuilder();
    private final StringBuilder others = new StringBuilder();
    private final List<NftChange> changes = new ArrayList<>();
    private boolean hasOnlyChanges = true;

    /** Deletes what is known by its text only. */
    void delete(String set, String key) {
        hasOnlyChanges = false;
        deletions.add(deletion(set, key));
    }

    private static String deletion(String set, String key) {
        return "delete element inet podnet " + set + " { " + key + " }\n";
    }

    private void delete(String set, String key, byte[] keyBytes) {
        if (deletions.add(deletion(set, key))) {
            changes.add(NftChange.delete(Layout.TABLE, set, keyBytes));
        }
    }

    void delete(Element element) {
        delete(element.set(), element.key());
    }

    void delete(String set, InetAddress address) {
        delete(Layout.set(set, address), IpAddresses.format(address), address.getAddress());
    }

    void delete(Publication publication) {
        delete(publication.map(), publication.key(), publication.keyBytes());
    }

    /** Fails if the element is there. */
    void create(String set, InetAddress address, String comment) {
        changes.add(
                NftChange.create(Layout.TABLE, Layout.set(set, address), address.getAddress(), new byte[0], comment));
        rest.append("create element inet podnet ")
                .append(Layout.set(set, address))
                .append(" { ")
                .append(IpAddresses.format(address))
                .append(" comment \"")
                .append(comment)
                .append("\" }\n");
    }

    /** Fails if the port is taken. */
    void create(Publication publication, String comment) {
        changes.add(NftChange.create(
                Layout.TABLE, publication.map(), publication.keyBytes(), publication.dataBytes(), comment));
        rest.append("create element inet podnet ")
                .append(publication.map())
                .append(" { ")
                .append(publication.key())
                .append(" comment \"")
                .append(comment)
                .append("\" : ")
                .append(publication.data())
                .append(" }\n");
    }

    void addSubnet(IpPrefix subnet) {
        hasOnlyChanges = false;
        rest.append("add element inet podnet ")
                .append(Layout.set("subnets", subnet.address()))
                .append(" { ")
                .append(subnet)
                .append(" . ")
                .append(subnet)
                .append(" }\n");
    }

    /** Does something to a table of others. */
    void other(String command) {
        hasOnlyChanges = false;
        others.append(command).append('\n');
    }

    /** Takes the whole table away, and nothing else. */
    static Transaction dropTable() {
        Transaction transaction = new Transaction();
        transaction.other("delete table inet podnet");
        return transaction;
    }

    boolean adds() {
        return !rest.isEmpty();
    }

    boolean changesOurs() {
        return !deletions.isEmpty() || !rest.isEmpty();
    }

    boolean isEmpty() {
        return !changesOurs() && others.isEmpty();
    }

    /** All of it as changes of elements, in this order; empty if there is something else in it, or too much. */
    Optional<List<NftChange>> changes() {
        return hasOnlyChanges && changes.size() <= NftRequests.MOST_CHANGES
                ? Optional.of(changes.stream()
                        .sorted(Comparator.comparing(NftChange::isNew))
                        .toList())
                : Optional.empty();
    }

    String commands() {
        return String.join("", deletions) + rest + others;
    }
}
