// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.Set;

/** Commands that the kernel does as a whole or not at all. Nothing in them comes from a configuration as it was written. */
final class Transaction {
    /** An element that two reasons want gone is named once: the second time it would not be there. */
    private final Set<String> deletions = new LinkedHashSet<>();

    private final StringBuilder rest = new StringBuilder();
    private final StringBuilder others = new StringBuilder();

    void delete(String set, String key) {
        deletions.add("delete element inet podnet " + set + " { " + key + " }\n");
    }

    void delete(Element element) {
        delete(element.set(), element.key());
    }

    void delete(String set, InetAddress address) {
        delete(Layout.set(set, address), IpAddresses.format(address));
    }

    void delete(Publication publication) {
        delete(publication.map(), publication.key());
    }

    /** Fails if the element is there. */
    void create(String set, InetAddress address, String comment) {
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

    String commands() {
        return String.join("", deletions) + rest + others;
    }
}
