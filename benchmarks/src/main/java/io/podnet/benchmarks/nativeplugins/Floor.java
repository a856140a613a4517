// SPDX-License-Identifier: Apache-2.0
package io.podnet.benchmarks.nativeplugins;

import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.netns.LinkAddress;
import io.podnet.netns.LinkName;
import io.podnet.netns.Route;
import io.podnet.netns.linux.Descriptor;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.LinkSettings;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.Netfilter;
import io.podnet.netns.linux.NftChange;
import io.podnet.netns.linux.NftFamily;
import io.podnet.netns.linux.NftRequests;
import io.podnet.netns.linux.Nftables;
import io.podnet.netns.linux.RoamingSysctls;
import io.podnet.netns.linux.RtNetlink;
import io.podnet.netns.linux.Syscalls;
import io.podnet.netns.linux.VethPair;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/**
 * The messages by which the native plugins change the kernel, alone: without files, locks, checks or undoing; if wanted, with
 * what they ask it.
 */
final class Floor implements Way {
    private static final LinkName BRIDGE = LinkName.of("bench-floor");
    private static final String NAME = "bench";
    private static final String TABLE = """
            table inet bench {
                set masqueraded { type ipv4_addr; }
                set published { type ipv4_addr; }
                set hairpins { type ipv4_addr; }
                map ports { type inet_proto . inet_service : ipv4_addr . inet_service; }
                chain prerouting { type nat hook prerouting priority -100;
                    fib daddr type local dnat ip to meta l4proto . th dport map @ports; }
                chain postrouting { type nat hook postrouting priority 100;
                    ip saddr @masqueraded ip daddr != 10.77.0.0/16 masquerade; }
            }
            """;

    private final RtNetlink host = RtNetlink.open();
    private final Netfilter filter = Netfilter.open();
    private final RoamingSysctls sysctls = new RoamingSysctls();
    private final int bridge;

    private final Set<Part> parts;

    /** What may be left out. */
    enum Part {
        /**
         * In pods accept_dad is 0, as bridge leaves it: what a pod sends as soon as it is up goes to all others on the bridge
         * then, while it is measured, and not up to a second later.
         */
        ACCEPT_DAD,

        /** Every question, where the native plugins have it, and the transactions apart from each other as theirs are. */
        QUESTIONS
    }

    /**
     * Prepares the host.
     *
     * @param parts what is not left out
     */
    Floor(Set<Part> parts) {
        this.parts = parts;
        bridge = host.links().createBridge(LinkSettings.named(BRIDGE).up());
        host.addresses().add(bridge, LinkAddress.of(IpPrefix.parse("10.77.0.1/16")));
        try (Nftables nftables = Nftables.open()) {
            nftables.run(TABLE);
        }
    }

    private static LinkName hostEnd(PodSpace pod) {
        return LinkName.of("floor" + pod.number());
    }

    /** As the native plugins do: the port's element, and three of the pod's address. */
    private static List<NftChange> elements(boolean isNew, PodSpace pod) {
        byte[] address = pod.address().address().getAddress();
        byte[] port = ByteBuffer.allocate(8)
                .put((byte) 6)
                .putShort(4, (short) pod.hostPort())
                .array();
        byte[] target = ByteBuffer.allocate(8).put(address).putShort((short) 80).array();
        return Stream.concat(
                        Stream.of("masqueraded", "published", "hairpins")
                                .map(set -> change(isNew, set, address, new byte[0], pod)),
                        Stream.of(change(isNew, "ports", port, target, pod)))
                .toList();
    }

    private static NftChange change(boolean isNew, String set, byte[] key, byte[] data, PodSpace pod) {
        return isNew ? NftChange.create(NAME, set, key, data, pod.id()) : NftChange.delete(NAME, set, key);
    }

    @Override
    public void add(PodSpace pod) throws Exception {
        VethPair veth;
        try (Descriptor netns = Syscalls.open(pod.file(), Syscalls.O_RDONLY, 0)) {
            if (parts.contains(Part.QUESTIONS)) {
                filter.nftables().generation();
                host.links().find(BRIDGE);
            }
            synchronized (host) {
                veth = host.links()
                        .createVeth(
                                LinkSettings.named(hostEnd(pod))
                                        .txQueueLength(0)
                                        .master(bridge)
                                        .up(),
                                LinkSettings.named(LinkName.of("eth0"))
                                        .txQueueLength(0)
                                        .netns(netns));
                host.links().setHairpin(veth.index(), true);
            }
            FutureTask<RtNetlink> inside = new FutureTask<>(() -> {
                Syscalls.setns(netns, Syscalls.CLONE_NEWNET);
                if (parts.contains(Part.ACCEPT_DAD)) {
                    sysctls.write("net/ipv6/conf/eth0/accept_dad", "0");
                }
                return RtNetlink.open();
            });
            new Thread(inside).start();
            try (RtNetlink rtnl = inside.get()) {
                if (parts.contains(Part.QUESTIONS)) {
                    rtnl.links().find(veth.peerIndex());
                }
                rtnl.links().set(veth.peerIndex(), new LinkSettings().arpNotify(true));
                rtnl.addresses().add(veth.peerIndex(), LinkAddress.of(pod.address()));
                rtnl.links().set(veth.peerIndex(), new LinkSettings().up());
                rtnl.routes()
                        .add(Route.to(IpPrefix.parse("0.0.0.0/0"))
                                .via(IpAddresses.parse("10.77.0.1"))
                                .link(veth.peerIndex())
                                .build());
            }
        }
        if (parts.contains(Part.QUESTIONS)) {
            addElementsAsking(pod, veth);
        } else {
            filter.nftables().change(NftFamily.INET, elements(true, pod), 0);
        }
    }

    // Whether anybody has changed the tables since is not told to the transactions, as two threads measure at once.
    private void addElementsAsking(PodSpace pod, VethPair veth) {
        List<NftChange> elements = elements(true, pod);
        byte[] address = pod.address().address().getAddress();
        NftRequests nftables = filter.nftables();
        host.links().find(veth.index());
        host.addresses().listIpv4(bridge);
        nftables.generation();
        nftables.element(NftFamily.INET, NAME, "masqueraded", address);
        nftables.element(NftFamily.INET, NAME, "published", address);
        nftables.change(NftFamily.INET, elements.subList(0, 1), 0);
        host.links().macAddressOf(BRIDGE);
        host.routes().find(pod.address().address());
        host.links().nameOf(bridge);
        nftables.generation();
        nftables.change(NftFamily.INET, elements.subList(1, elements.size()), 0);
        nftables.generation();
        nftables.generation();
    }

    private void deleteElementsAsking(PodSpace pod) {
        List<NftChange> elements = elements(false, pod);
        NftRequests nftables = filter.nftables();
        for (NftFamily family : List.of(NftFamily.IP, NftFamily.IP6)) {
            nftables.rules(family, "filter", "CNI-FORWARD");
            nftables.chain(family, "nat", "CNI-DN-bench");
            nftables.chain(family, "nat", "CNI-SN-bench");
        }
        nftables.generation();
        nftables.change(NftFamily.INET, elements.subList(1, elements.size()), 0);
        for (NftFamily family : List.of(NftFamily.IP, NftFamily.IP6)) {
            nftables.chain(family, "nat", "CNI-bench");
        }
        nftables.generation();
        nftables.change(NftFamily.INET, elements.subList(0, 1), 0);
    }

    @Override
    public void delete(PodSpace pod) {
        if (parts.contains(Part.QUESTIONS)) {
            deleteElementsAsking(pod);
        } else {
            filter.nftables().change(NftFamily.INET, elements(false, pod), 0);
        }
        synchronized (host) {
            host.links().find(hostEnd(pod)).ifPresent(link -> {
                if (pod.file().toFile().exists()) {
                    host.links().delete(link.index());
                } else {
                    setDown(link.index());
                }
            });
        }
    }

    private void setDown(int link) {
        try {
            host.links().set(link, new LinkSettings().down());
        } catch (NativeException e) {
            // The kernel was faster.
            if (!e.is(Errno.ENODEV)) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        host.links().delete(bridge);
        host.close();
        filter.close();
        sysctls.close();
        try (Nftables nftables = Nftables.open()) {
            nftables.run("delete table inet bench");
        }
    }
}
