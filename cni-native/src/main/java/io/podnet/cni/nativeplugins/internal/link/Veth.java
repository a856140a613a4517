// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.link;

import io.podnet.base.MacAddress;
import io.podnet.base.UndoStack;
import io.podnet.cni.CniInterface;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.netns.Link;
import io.podnet.netns.LinkName;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.LinkRequests;
import io.podnet.netns.linux.LinkSettings;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.VethPair;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/** A container's interface and its other end on the host. */
public final class Veth {
    /** What the name of the host's end is remembered as. */
    static final String HOST_LINK = "hostLink";

    /** The kind of link, and what the names of the host's ends begin with. */
    static final String KIND = "veth";

    private final NativeCall call;
    private final LinkName hostName;
    private final VethPair pair;

    private Veth(NativeCall call, LinkName hostName, VethPair pair) {
        this.call = call;
        this.hostName = hostName;
        this.pair = pair;
    }

    /**
     * Makes a veth with one end in the container under its final name. The name of the host's end is remembered first: it is
     * the only trace that a container leaves on the host once its namespace is gone.
     *
     * @param call the call
     * @param mtu the MTU of both ends in bytes; 0 for the kernel's
     * @param mac the address of the container's end; empty for any
     * @param master the bridge on the host; 0 for none
     * @param lease the addresses that it is to have
     * @param undo gets what removes it again, and releases these
     * @return the veth, its host's end up
     */
    public static Veth create(
            NativeCall call, int mtu, Optional<MacAddress> mac, int master, Lease lease, UndoStack undo) {
        LinkName hostName = LinkName.of(
                KIND + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()));
        // The reference plugins make both without a queue.
        LinkSettings host = LinkSettings.named(hostName).txQueueLength(0).up();
        LinkSettings pod = LinkSettings.named(LinkName.of(call.ifName()))
                .txQueueLength(0)
                .netns(call.pod().descriptor());
        if (mtu != 0) {
            host.mtu(mtu);
            pod.mtu(mtu);
        }
        mac.ifPresent(pod::macAddress);
        if (master != 0) {
            host.master(master);
        }
        UndoStack.Step forgetting = call.memory().replace(Map.of(HOST_LINK, hostName.value()));
        AtomicBoolean isOurs = new AtomicBoolean();
        undo.push(lease.releasedAfter(
                () -> {
                    if (isOurs.get()) {
                        remove(call, hostName);
                    }
                },
                forgetting));
        call.step("make veth " + hostName + " and " + call.ifName());
        VethPair pair;
        // Even if the kernel's answer is lost.
        isOurs.set(true);
        try {
            pair = call.host().links().createVeth(host, pod);
        } catch (NativeException e) {
            if (e.is(Errno.EEXIST)) {
                isOurs.set(false);
                throw Faults.internal("container veth name provided (" + call.ifName() + ") already exists", e);
            }
            throw e;
        }
        // Routes on this link are ours.
        Sysctls.trySet("ipv6/conf/" + hostName + "/accept_ra", "0");
        return new Veth(call, hostName, pair);
    }

    private static void remove(NativeCall call, LinkName hostName) {
        LinkRequests links = call.host().links();
        links.find(hostName).ifPresent(link -> Removal.of(links, link.index()));
    }

    /**
     * Gives the host's end's index.
     *
     * @return the index on the host
     */
    public int hostIndex() {
        return pair.index();
    }

    /**
     * Gives the container's end's index.
     *
     * @return the index inside
     */
    public int podIndex() {
        return pair.peerIndex();
    }

    /**
     * Reads the host's end. This has the kernel notice at once that the other end is up: until then it sends nothing there.
     *
     * @return the link as it is now
     */
    public Link hostLink() {
        return call.host()
                .links()
                .find(pair.index())
                .orElseThrow(() -> Faults.internal("failed to lookup \"" + hostName + "\": it is gone"));
    }

    /**
     * Describes a link of the host.
     *
     * @param link the link
     * @return what the result says of it
     */
    public static CniInterface hostInterface(Link link) {
        return CniInterface.of(link.name().value(), macOf(link), "");
    }

    /**
     * Describes the container's end.
     *
     * @return what the result says of it
     */
    public CniInterface podInterface() {
        Link link = call.pod()
                .rtnl()
                .links()
                .find(pair.peerIndex())
                .orElseThrow(() -> Faults.internal("failed to lookup \"" + call.ifName() + "\": it is gone"));
        return CniInterface.of(call.ifName(), macOf(link), call.pod().file().toString());
    }

    /**
     * Prints a link's address.
     *
     * @param link a link
     * @return the address; empty if it has none
     */
    public static String macOf(Link link) {
        return link.macAddress().map(MacAddress::toString).orElse("");
    }
}
