// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.base.Protocol;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.netns.NetnsException;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.NftElement;
import io.podnet.netns.linux.NftablesException;
import java.net.InetAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ports of the host that lead to pods, in the same table as {@link HostFirewall}.
 *
 * <p>The element of a pod's address in the set {@code published} says how many elements the maps hold for it, so that DEL
 * knows whether it has found all without looking through the maps.
 */
public final class PublishedPorts {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedPorts.class.getPackageName());

    private final NativeCall call;
    private final Owner owner;
    private final List<IpPrefix> addresses;
    private final Collection<Publication> publications;

    /**
     * Looks at the ports of an attachment.
     *
     * @param call the call
     * @param addresses the pod's addresses, at most one of each family
     * @param mappings what is to lead where; a host address of the other family makes none
     */
    public PublishedPorts(NativeCall call, List<IpPrefix> addresses, List<PortRequest> mappings) {
        this.call = call;
        this.owner = Owner.of(call);
        this.addresses = addresses;
        this.publications = publications(addresses, mappings);
    }

    // Of two that want the same port the first one counts, as the first rule of iptables does.
    private static Collection<Publication> publications(List<IpPrefix> addresses, List<PortRequest> mappings) {
        Map<String, Publication> distinct = new LinkedHashMap<>();
        for (IpPrefix address : addresses) {
            for (PortRequest each : mappings) {
                each.to(address.address()).ifPresent(to -> distinct.putIfAbsent(to.map() + to.key(), to));
            }
        }
        return distinct.values();
    }

    /**
     * Publishes the ports, in place of whatever the addresses and the ports were used for before.
     *
     * @param snat whether what comes from the host itself, or from the pod's own network, shall bear the host's address
     */
    public void publish(boolean snat) {
        try (FilterSession session = FilterSession.locked()) {
            Transaction transaction = new Transaction();
            HostFirewall.dropStrangers(session, owner, addresses, transaction);
            if (addresses.stream().anyMatch(each -> published(session, each).isPresent())) {
                own(session.list()).forEach(transaction::delete);
            }
            try {
                session.run(create(session, transaction, snat));
            } catch (NetnsException e) {
                if (!isRefusal(e)) {
                    throw e;
                }
                // Somebody has one of the ports: the last one who asks gets it, as with the reference plugin.
                Transaction again = new Transaction();
                Set<String> wanted = publications.stream()
                        .map(each -> each.map() + each.key())
                        .collect(Collectors.toSet());
                Set<InetAddress> names =
                        addresses.stream().map(IpPrefix::address).collect(Collectors.toSet());
                session.list().ofPods().stream()
                        .filter(each -> wanted.contains(each.set() + each.key())
                                || (names.contains(each.address().orElseThrow()) && !each.isOf(owner)))
                        .forEach(again::delete);
                own(session.list()).forEach(again::delete);
                if (again.isEmpty()) {
                    throw e;
                }
                session.run(create(session, again, snat));
            }
            forgetConnections(session, publications, false);
        }
    }

    /** Whether it says that the transaction was looked at and did not fit what there is. */
    private static boolean isRefusal(NetnsException e) {
        return e instanceof NftablesException || (e instanceof NativeException of && of.is(Errno.EEXIST));
    }

    private Transaction create(FilterSession session, Transaction transaction, boolean snat) {
        Subnets subnets = new Subnets(session, transaction);
        for (IpPrefix each : addresses) {
            List<Publication> own = publications.stream()
                    .filter(publication -> publication.target().equals(each.address()))
                    .toList();
            if (own.isEmpty()) {
                continue;
            }
            transaction.create("published", each.address(), owner.label() + " " + own.size());
            if (snat) {
                transaction.create("snat", each.address(), owner.label());
                subnets.addForHairpin(each.network());
            }
            own.forEach(publication -> transaction.create(publication, owner.label()));
        }
        return transaction;
    }

    /**
     * Ends that, also what the reference plugin has set for the attachment. What has become somebody else's stays.
     */
    public void unpublish() {
        try (FilterSession session = FilterSession.locked()) {
            Transaction transaction = new Transaction();
            new Leftovers(session, transaction).publications(owner);
            if (addresses.isEmpty() || !found(session, transaction)) {
                own(session.list()).forEach(transaction::delete);
            }
            session.run(transaction);
            forgetConnections(session, publications, true);
        }
    }

    /** Deletes what is known of; false if there is more. */
    private boolean found(FilterSession session, Transaction transaction) {
        boolean all = true;
        for (IpPrefix address : addresses) {
            Optional<String> comment = published(session, address);
            if (comment.isEmpty()) {
                continue;
            }
            long count = publications.stream()
                    .filter(each -> each.target().equals(address.address()))
                    .filter(each -> isOurs(session, each))
                    .peek(transaction::delete)
                    .count();
            all &= comment.get().equals(owner.label() + " " + count);
            transaction.delete("published", address.address());
            session.element(Layout.set("snat", address.address()), HostFirewall.key(address))
                    .ifPresent(each -> {
                        transaction.delete("snat", address.address());
                        if (address.equals(address.network())) {
                            new Subnets(session, transaction).removeHost(address);
                        }
                    });
        }
        return all;
    }

    private boolean isOurs(FilterSession session, Publication publication) {
        return session.element(publication.map(), publication.keyBytes())
                .filter(each -> each.comment().equals(owner.label()))
                .isPresent();
    }

    /** The comment in the set of published addresses, if it is this attachment's. */
    private Optional<String> published(FilterSession session, IpPrefix address) {
        return session.element(Layout.set("published", address.address()), HostFirewall.key(address))
                .map(NftElement::comment)
                .filter(each -> each.startsWith(owner.label() + " "));
    }

    private List<Element> own(Listing listing) {
        return listing.ofPods().stream()
                .filter(each -> each.isOf(owner) && !each.set().startsWith("masquerade"))
                .toList();
    }

    /**
     * Finds out whether all ports are published as they should be.
     *
     * @throws io.podnet.cni.CniException if one is not
     */
    public void check() {
        try (FilterSession session = FilterSession.open()) {
            HostFirewall.checkRules(session);
            for (Publication each : publications) {
                NftElement element = session.element(each.map(), each.keyBytes())
                        .orElseThrow(() -> Faults.internal("nftables: port " + each + " is not published"));
                if (!each.leadsAsIn(element.data()) || !element.comment().equals(owner.label())) {
                    throw Faults.internal(
                            "nftables: port " + each + " is published for \"" + element.comment() + "\" instead");
                }
            }
        }
    }

    /**
     * Lets the kernel forget flows of UDP that it translates as was right before: they have no end, so a client that goes on
     * sending would never be looked at again.
     */
    private void forgetConnections(FilterSession session, Collection<Publication> changed, boolean gone) {
        for (IpPrefix address : addresses) {
            Set<Integer> ports = changed.stream()
                    .filter(each ->
                            each.protocol() == Protocol.UDP && each.target().equals(address.address()))
                    .map(Publication::hostPort)
                    .collect(Collectors.toSet());
            if (ports.isEmpty()) {
                continue;
            }
            try {
                session.netfilter()
                        .connections()
                        .forget(
                                IpAddresses.isIpv4(address.address()),
                                Protocol.UDP,
                                each -> ports.contains(each.original().destinationPort())
                                        && (!gone || each.reply().source().equals(address.address())));
            } catch (NetnsException e) {
                // The ports are as they should be; only flows that were there before may not be.
                LOG.warn("{}: cannot forget flows of UDP: {}", call, e.getMessage());
            }
        }
    }
}
