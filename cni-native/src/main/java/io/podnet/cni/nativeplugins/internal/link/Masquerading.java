// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.link;

import io.podnet.base.IpPrefix;
import io.podnet.base.UndoStack;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniResult;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.internal.firewall.HostFirewall;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.cni.spi.Support;
import io.podnet.netns.LinkAddress;
import io.podnet.netns.LinkName;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.RtNetlink;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The key {@code ipMasq} of the plugins that make interfaces. */
public final class Masquerading {
    private static final String KEY = "ipMasq";

    private Masquerading() {}

    /**
     * Finds out whether the host can do it, if it is wanted.
     *
     * @param config the configuration
     * @return yes, or why not
     */
    public static Support supports(ConfigObject config) {
        if (!config.bool(KEY)) {
            return Support.yes();
        }
        return HostFirewall.find()
                .map(HostFirewall::supports)
                .orElse(Support.no("ipMasq needs nftables (libnftables1), which is not there"));
    }

    /**
     * Begins, if it is wanted. In any case, what the packet filter holds of the addresses for somebody who had them before
     * is dropped.
     *
     * @param call the call
     * @param ips the addresses
     * @param undo gets what ends it again
     */
    public static void begin(NativeCall call, List<CniIp> ips, UndoStack undo) {
        if (call.config().bool(KEY)) {
            call.step("masquerade");
            HostFirewall filter = firewall();
            List<IpPrefix> added =
                    filter.masquerade(call, ips.stream().map(CniIp::address).toList());
            undo.push(() -> filter.undoMasquerade(call, added));
        } else {
            claim(call, ips);
        }
    }

    /**
     * Drops what the packet filter holds of addresses for somebody who had them before, and whose end nobody has told us.
     *
     * @param call the call of the new owner
     * @param ips the addresses
     */
    public static void claim(NativeCall call, List<CniIp> ips) {
        Optional<HostFirewall> filter = HostFirewall.find();
        if (ips.isEmpty() || filter.isEmpty()) {
            return;
        }
        whereTablesCanBe(
                () -> filter.get().claim(call, ips.stream().map(CniIp::address).toList()));
    }

    // A kernel without nf_tables, which no table of ours can be in: nfnetlink_rcv_msg() answers EINVAL then.
    private static void whereTablesCanBe(Runnable work) {
        try {
            work.run();
        } catch (NativeException e) {
            if (!e.is(Errno.EPROTONOSUPPORT) && !e.is(Errno.EOPNOTSUPP) && !e.is(Errno.EINVAL)) {
                throw e;
            }
        }
    }

    /**
     * Finds out whether it is so, if it is wanted.
     *
     * @param call the call
     * @param ips the addresses
     */
    public static void check(NativeCall call, List<CniIp> ips) {
        if (call.config().bool(KEY)) {
            firewall().check(call, ips.stream().map(CniIp::address).toList());
        }
    }

    /**
     * Ends, if it was wanted.
     *
     * @param call the call
     * @param known addresses that are known, for instance because the interface had them
     */
    public static void end(NativeCall call, Set<IpPrefix> known) {
        if (call.config().bool(KEY)) {
            HostFirewall.find().ifPresent(filter -> {
                call.step("end masquerading");
                filter.unmasquerade(call, List.copyOf(known));
            });
        }
    }

    /**
     * Drops what belongs to no valid attachment of the network.
     *
     * @param call the call
     */
    public static void gc(NativeCall call) {
        HostFirewall.find().ifPresent(filter -> whereTablesCanBe(() -> filter.gc(call)));
    }

    /**
     * Collects an attachment's addresses before it is taken down: what its result says, or what its interface has if ADD was
     * cut off before there was a result.
     *
     * @param call the call
     * @return the addresses; may be empty
     */
    public static Set<IpPrefix> addresses(NativeCall call) {
        Set<IpPrefix> addresses = new LinkedHashSet<>();
        Optional<CniResult> result = call.prevResult();
        result.ifPresent(each -> each.ips().forEach(ip -> addresses.add(ip.address())));
        if (addresses.isEmpty() && call.config().bool(KEY) && call.hasPod()) {
            RtNetlink pod = call.pod().rtnl();
            pod.links()
                    .find(LinkName.of(call.ifName()))
                    .ifPresent(link -> pod.addresses().list(link.index()).stream()
                            .map(LinkAddress::prefix)
                            .filter(prefix -> !prefix.address().isLinkLocalAddress())
                            .forEach(addresses::add));
        }
        return addresses;
    }

    private static HostFirewall firewall() {
        return HostFirewall.find().orElseThrow(() -> Faults.internal("ipMasq needs nftables (libnftables1)"));
    }
}
