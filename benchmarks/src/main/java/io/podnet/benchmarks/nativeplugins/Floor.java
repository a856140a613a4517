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
import io.podnet.netns.linux.Nftables;
import io.podnet.netns.linux.RtNetlink;
import io.podnet.netns.linux.Syscalls;
import io.podnet.netns.linux.VethPair;
import java.util.concurrent.FutureTask;

/** The messages to the kernel alone, without files, locks, checks or anything that could be undone. */
final class Floor implements Way {
    private static final LinkName BRIDGE = LinkName.of("bench-floor");
    private static final String TABLE = """
            table inet bench {
                set pods { type ipv4_addr; }
                map ports { type inet_proto . inet_service : ipv4_addr . inet_service; }
                chain prerouting { type nat hook prerouting priority -100;
                    fib daddr type local dnat ip to meta l4proto . th dport map @ports; }
                chain postrouting { type nat hook postrouting priority 100;
                    ip saddr @pods ip daddr != 10.77.0.0/16 masquerade; }
            }
            """;

    private final RtNetlink host = RtNetlink.open();
    private final int bridge;

    Floor() {
        bridge = host.links().createBridge(LinkSettings.named(BRIDGE).up());
        host.addresses().add(bridge, LinkAddress.of(IpPrefix.parse("10.77.0.1/16")));
        try (Nftables nftables = Nftables.open()) {
            nftables.run(TABLE);
        }
    }

    /** A context of libnftables serves one thread at a time. */
    private static final ThreadLocal<Nftables> NFTABLES = ThreadLocal.withInitial(Nftables::open);

    private static LinkName hostEnd(PodSpace pod) {
        return LinkName.of("floor" + pod.number());
    }

    private static String elements(String verb, PodSpace pod) {
        String address = IpAddresses.format(pod.address().address());
        return verb + " element inet bench pods { " + address + " }\n" + verb
                + " element inet bench ports { tcp . " + pod.hostPort()
                + (verb.equals("add") ? " : " + address + " . 80" : "") + " }\n";
    }

    @Override
    public void add(PodSpace pod) throws Exception {
        try (Descriptor netns = Syscalls.open(pod.file(), Syscalls.O_RDONLY, 0)) {
            VethPair veth;
            synchronized (host) {
                veth = host.links()
                        .createVeth(
                                LinkSettings.named(hostEnd(pod)).master(bridge).up(),
                                LinkSettings.named(LinkName.of("eth0")).netns(netns));
                host.links().setHairpin(veth.index(), true);
            }
            FutureTask<RtNetlink> inside = new FutureTask<>(() -> {
                Syscalls.setns(netns, Syscalls.CLONE_NEWNET);
                return RtNetlink.open();
            });
            new Thread(inside).start();
            try (RtNetlink rtnl = inside.get()) {
                rtnl.links().set(veth.peerIndex(), new LinkSettings().up());
                rtnl.addresses().add(veth.peerIndex(), LinkAddress.of(pod.address()));
                rtnl.routes()
                        .add(Route.to(IpPrefix.parse("0.0.0.0/0"))
                                .via(IpAddresses.parse("10.77.0.1"))
                                .link(veth.peerIndex())
                                .build());
            }
        }
        NFTABLES.get().run(elements("add", pod));
    }

    @Override
    public void delete(PodSpace pod) {
        NFTABLES.get().run(elements("delete", pod));
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
        try (Nftables nftables = Nftables.open()) {
            nftables.run("delete table inet bench");
        }
    }
}
