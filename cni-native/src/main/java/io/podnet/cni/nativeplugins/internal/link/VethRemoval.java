// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.link;

import io.podnet.base.Failures;
import io.podnet.base.IpPrefix;
import io.podnet.cni.CniInterface;
import io.podnet.cni.nativeplugins.spi.Delegate;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.netns.Link;
import io.podnet.netns.LinkName;
import io.podnet.netns.NetnsException;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.LinkRequests;
import io.podnet.netns.linux.LinkSettings;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.RtNetlink;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DEL of plugins that join a container by a veth. */
public final class VethRemoval {
    private static final Logger LOG = LoggerFactory.getLogger(VethRemoval.class.getPackageName());

    /** How long names may be, with a zero at the end; {@code linux/if.h}. */
    private static final int IFNAMSIZ = 16;

    private final NativeCall call;
    private final boolean podStays;
    private final List<Link> down = new ArrayList<>();

    private VethRemoval(NativeCall call) {
        this.call = call;
        this.podStays = call.hasPod() && !call.isPodEnding();
    }

    /**
     * Removes the container's interface, releases its addresses, and ends what was done for these on the host.
     *
     * @param call the call
     */
    public static void run(NativeCall call) {
        Failures failures = new Failures();
        Set<IpPrefix> addresses = Masquerading.addresses(call);
        VethRemoval link = new VethRemoval(call);
        try {
            failures.attempt(link::cutOff);
            // An address whose link may still be there is not given to anybody else.
            if (failures.isEmpty()) {
                failures.attempt(() -> Ipam.of(call).ifPresent(Delegate::delete));
            }
            failures.attempt(() -> Masquerading.end(call, addresses));
        } finally {
            link.finish();
        }
        failures.throwIfAny();
    }

    /**
     * Removes the link, or makes sure that it cannot send anything any more where the kernel is about to remove it: with its
     * namespace gone or about to go. Succeeds if there is none.
     */
    private void cutOff() {
        Failures failures = new Failures();
        if (podStays) {
            failures.attempt(this::removeInside);
        }
        // After that, the other end is gone too, unless the interface was renamed or moved.
        for (String name : hostNames()) {
            failures.attempt(() -> deleteOrSetDown(LinkName.of(name)));
        }
        failures.throwIfAny();
    }

    private void removeInside() {
        LinkRequests links = call.pod().rtnl().links();
        links.find(LinkName.of(call.ifName())).ifPresent(link -> {
            call.step("delete " + call.ifName());
            Removal.of(links, link.index());
        });
    }

    private void deleteOrSetDown(LinkName name) {
        LinkRequests links = call.host().links();
        Optional<Link> link =
                links.find(name).filter(each -> each.kind().orElse("").equals(Veth.KIND));
        if (link.isEmpty()) {
            return;
        }
        if (podStays) {
            call.step("delete " + name);
            Removal.of(links, link.get().index());
            return;
        }
        call.step("set " + name + " down");
        // Deleting takes 31 ms. An address must not be leased again while this link could still answer for it, which it
        // cannot once it is down.
        try {
            links.set(link.get().index(), new LinkSettings().down());
        } catch (NativeException e) {
            if (e.is(Errno.ENODEV)) {
                return;
            }
            throw e;
        }
        down.add(link.get());
    }

    /**
     * Deletes what was set down, in a thread of its own; to be called once all else is done, since deleting keeps others from
     * changing links. The kernel takes the link with its namespace, if nobody is faster; but that may be minutes from now, as
     * long as somebody is in there, or the end of a connection is not acknowledged.
     */
    private void finish() {
        if (down.isEmpty()) {
            return;
        }
        List<Integer> indices = down.stream().map(Link::index).toList();
        // The thread is born where this one is.
        Thread thread = new Thread(
                () -> {
                    try (RtNetlink host = RtNetlink.open()) {
                        indices.forEach(index -> Removal.of(host.links(), index));
                    } catch (NetnsException e) {
                        LOG.debug("links {} are left to the kernel: {}", indices, e.getMessage());
                    }
                },
                "podnet-cni-native");
        thread.setDaemon(true);
        thread.start();
    }

    // Of our own memory, and of the result, where the host's end is what lies in no sandbox and is a veth. They differ
    // if another ADD of the attachment was cut off.
    private Set<String> hostNames() {
        Set<String> names = new LinkedHashSet<>();
        String remembered = call.memory().facts().getOrDefault(Veth.HOST_LINK, "");
        if (!remembered.isEmpty()) {
            names.add(remembered);
        }
        call.prevResult().stream()
                .flatMap(each -> each.interfaces().stream())
                .filter(each -> each.sandbox().isEmpty() && each.name().startsWith(Veth.KIND))
                .map(CniInterface::name)
                // Longer ones are no links of the kernel's, but of whatever other plugin there may be.
                .filter(each -> each.length() < IFNAMSIZ)
                .forEach(names::add);
        return names;
    }
}
