// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import io.podnet.base.Availability;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.cni.spi.Support;
import io.podnet.netns.NetnsException;
import io.podnet.netns.linux.NftElement;
import io.podnet.netns.linux.Nftables;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What plugins want of the host's packet filter: one table of nftables, in which pods are elements of sets and maps. Each
 * call is one transaction; none takes longer the more pods there are, unless something is not as it should be.
 *
 * <p><b>Threads</b>: any; it works on the namespace that the calling thread is in.
 */
public final class HostFirewall {
    private static final HostFirewall INSTANCE = new HostFirewall();

    private HostFirewall() {}

    /**
     * Finds the packet filter of this host.
     *
     * @return the filter; empty if there is none that could do anything
     */
    public static Optional<HostFirewall> find() {
        return Nftables.probe() instanceof Availability.Unavailable ? Optional.empty() : Optional.of(INSTANCE);
    }

    /**
     * Finds out whether the host can translate addresses. Changes nothing.
     *
     * @return yes, or why not
     */
    public Support supports() {
        try (FilterSession session = FilterSession.open()) {
            session.requireTranslation();
            return Support.yes();
        } catch (NetnsException e) {
            return Support.no("nftables cannot translate addresses here: " + e.getMessage());
        }
    }

    /**
     * Finds out whether the host forwards packets of pods without being told to. Changes nothing.
     *
     * @return yes, or why the reference plugin is needed
     */
    public Support forwards() {
        try (FilterSession session = FilterSession.open()) {
            return Forwarding.obstacle(session)
                    .map(why -> Support.no(why + ": the reference plugin is needed to let pods through"))
                    .orElse(Support.yes());
        }
    }

    /**
     * Drops what the table holds of addresses that an attachment has just got, for somebody who had them before it and whose
     * end we have not heard of.
     *
     * @param call the call that the attachment is made by
     * @param addresses its addresses
     */
    public void claim(NativeCall call, Collection<IpPrefix> addresses) {
        Owner owner = Owner.of(call);
        try (FilterSession session = FilterSession.open()) {
            if (isClean(session, owner, addresses)) {
                return;
            }
        }
        try (FilterSession session = FilterSession.locked()) {
            Transaction transaction = new Transaction();
            dropStrangers(session, owner, addresses, transaction);
            session.run(transaction);
        }
    }

    /**
     * Lets what the attachment's addresses send to anywhere but their own network, and multicast, bear the host's address.
     * Replaces what an address had before, whoever set it.
     *
     * @param call the call that the attachment is made by
     * @param addresses its addresses, each with the length of its network's prefix
     * @return those of them that were not masqueraded for the attachment before
     */
    public List<IpPrefix> masquerade(NativeCall call, List<IpPrefix> addresses) {
        Owner owner = Owner.of(call);
        List<IpPrefix> added = new ArrayList<>();
        try (FilterSession session = FilterSession.locked()) {
            Transaction transaction = new Transaction();
            dropStrangers(session, owner, addresses, transaction);
            Subnets subnets = new Subnets(session, transaction);
            for (IpPrefix each : distinct(addresses)) {
                subnets.add(each.network());
                if (session.element(Layout.set("masquerade", each.address()), key(each))
                        .filter(element -> element.comment().equals(owner.label()))
                        .isEmpty()) {
                    transaction.create("masquerade", each.address(), owner.label());
                    added.add(each);
                }
            }
            session.run(transaction);
        }
        return added;
    }

    /**
     * Ends that, also what the reference plugins have set for the attachment.
     *
     * @param call the call that the attachment is deleted by
     * @param addresses its addresses, as far as they are known
     */
    public void unmasquerade(NativeCall call, List<IpPrefix> addresses) {
        Owner owner = Owner.of(call);
        try (FilterSession session = FilterSession.locked()) {
            Transaction transaction = new Transaction();
            new Leftovers(session, transaction).masquerade(owner);
            if (addresses.isEmpty()) {
                session.list().ofPods().stream()
                        .filter(each -> each.set().startsWith("masquerade") && each.isOf(owner))
                        .forEach(transaction::delete);
            }
            dropOwn(session, owner, addresses, transaction);
            session.run(transaction);
        }
    }

    /**
     * Undoes {@link #masquerade}. What the reference plugins have set stays: it may be for another interface of the container.
     *
     * @param call the call that the attachment was to be made by
     * @param addresses what it gave
     */
    public void undoMasquerade(NativeCall call, List<IpPrefix> addresses) {
        try (FilterSession session = FilterSession.locked()) {
            Transaction transaction = new Transaction();
            dropOwn(session, Owner.of(call), addresses, transaction);
            session.run(transaction);
        }
    }

    private static void dropOwn(
            FilterSession session, Owner owner, Collection<IpPrefix> addresses, Transaction transaction) {
        for (IpPrefix each : distinct(addresses)) {
            session.element(Layout.set("masquerade", each.address()), key(each))
                    .filter(element -> element.comment().equals(owner.label()))
                    .ifPresent(element -> transaction.delete("masquerade", each.address()));
        }
    }

    /**
     * Finds out whether addresses are masqueraded.
     *
     * @param call the call that the attachment is checked by
     * @param addresses its addresses
     * @throws io.podnet.cni.CniException if one is not
     */
    public void check(NativeCall call, List<IpPrefix> addresses) {
        String label = Owner.of(call).label();
        try (FilterSession session = FilterSession.open()) {
            checkRules(session);
            for (IpPrefix each : addresses) {
                boolean isThere = session.element(Layout.set("masquerade", each.address()), key(each))
                        .map(NftElement::comment)
                        .filter(label::equals)
                        .isPresent();
                if (!isThere) {
                    throw Faults.internal("nftables: " + IpAddresses.format(each.address())
                            + " is not masqueraded for this attachment");
                }
            }
        }
    }

    /**
     * Removes the rules by which the reference plugin lets the host forward packets of addresses.
     *
     * @param addresses the addresses of an attachment that is deleted
     */
    public void endForwarding(Collection<IpPrefix> addresses) {
        try (FilterSession session = FilterSession.locked()) {
            Transaction transaction = new Transaction();
            new Leftovers(session, transaction).forwarding(addresses);
            session.run(transaction);
        }
    }

    /**
     * Removes what belongs to no valid attachment of the call's network, subnets that nobody is in any more, and the table
     * once it is empty.
     *
     * @param call the call
     */
    public void gc(NativeCall call) {
        Set<String> valid = call.validAttachments().stream()
                .map(each -> new Owner(call.network(), each).label())
                .collect(Collectors.toSet());
        try (FilterSession session = FilterSession.locked()) {
            Listing listing = session.list();
            Set<Element> stay = new HashSet<>(listing.ofPods());
            stay.removeIf(each -> Owner.isOfNetwork(each.comment(), call.network())
                    && valid.stream().noneMatch(label -> isLabelled(each, label)));
            if (stay.isEmpty() && session.hasTable()) {
                session.run(Transaction.dropTable());
                return;
            }
            Transaction transaction = new Transaction();
            listing.ofPods().stream().filter(each -> !stay.contains(each)).forEach(transaction::delete);
            listing.elements().stream()
                    .filter(each -> each.subnet()
                            .filter(subnet -> stay.stream()
                                    .flatMap(pod -> pod.address().stream())
                                    .noneMatch(subnet::contains))
                            .isPresent())
                    .forEach(transaction::delete);
            session.run(transaction);
        }
    }

    private static boolean isLabelled(Element element, String label) {
        return element.comment().equals(label) || element.comment().startsWith(label + " ");
    }

    /** Finds out whether the rules that look into the sets are there; the sets alone do nothing. */
    static void checkRules(FilterSession session) {
        Layout.RULES.forEach((chain, rules) -> {
            int found = session.netfilter()
                    .nftables()
                    .rules(Layout.FAMILY, Layout.TABLE, chain)
                    .size();
            if (found != rules) {
                throw Faults.internal("nftables: chain " + chain + " of table inet podnet has " + found
                        + " rules instead of " + rules);
            }
        });
    }

    private static boolean isClean(FilterSession session, Owner owner, Collection<IpPrefix> addresses) {
        String label = owner.label();
        for (IpPrefix each : addresses) {
            for (String set : List.of("masquerade", "published")) {
                Optional<String> comment = session.element(Layout.set(set, each.address()), key(each))
                        .map(NftElement::comment);
                if (comment.isPresent()
                        && !comment.get().equals(label)
                        && !comment.get().startsWith(label + " ")) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Drops what others have said of addresses that are the owner's now. */
    static void dropStrangers(
            FilterSession session, Owner owner, Collection<IpPrefix> addresses, Transaction transaction) {
        if (!isClean(session, owner, addresses)) {
            Set<InetAddress> names = addresses.stream().map(IpPrefix::address).collect(Collectors.toSet());
            session.list().ofPods().stream()
                    .filter(each -> names.contains(each.address().orElseThrow()) && !each.isOf(owner))
                    .forEach(transaction::delete);
        }
    }

    static byte[] key(IpPrefix address) {
        return address.address().getAddress();
    }

    private static Collection<IpPrefix> distinct(Collection<IpPrefix> addresses) {
        Map<InetAddress, IpPrefix> distinct =
                addresses.stream().collect(Collectors.toMap(IpPrefix::address, each -> each, (first, second) -> first));
        return distinct.values();
    }
}
