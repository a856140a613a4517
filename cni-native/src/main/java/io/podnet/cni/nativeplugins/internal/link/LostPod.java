// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.link;

import io.podnet.base.MacAddress;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.netns.LinkName;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.LinkRequests;
import io.podnet.netns.linux.NativeException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A container's namespace that has lost its name. A process, a socket or a file may keep it alive, and with it an interface
 * that answers for addresses which are to be leased again. The host finds it by a number that it was given on ADD, for as
 * long as it lives.
 */
public final class LostPod {
    private static final String NUMBER = "netnsId";
    private static final String MAC = "mac";

    /** The kernel counts from 0; whatever is from here on was given by somebody, and as good as never comes again. */
    private static final int FIRST = 1 << 24;

    private LostPod() {}

    /**
     * Sees to it that the namespace has a number on the host.
     *
     * @param call the call
     * @return the number; empty if it can have none
     */
    public static OptionalInt number(NativeCall call) {
        int number = ThreadLocalRandom.current().nextInt(FIRST, Integer.MAX_VALUE);
        try {
            call.host().setNetnsId(call.pod().descriptor(), number);
            return OptionalInt.of(number);
        } catch (NativeException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
            return call.host().netnsId(call.pod().descriptor());
        }
    }

    /**
     * Says what to remember in order to find a link.
     *
     * @param number the namespace's number
     * @param mac an Ethernet address that the link has and no other one; empty if there is none
     * @return facts by name; none if what they say could be said of a later namespace too, to which the kernel has given the
     *     same number
     */
    public static Map<String, String> facts(OptionalInt number, Optional<MacAddress> mac) {
        if (number.isEmpty()) {
            return Map.of();
        }
        String text = String.valueOf(number.getAsInt());
        return number.getAsInt() >= FIRST
                ? Map.of(NUMBER, text)
                : mac.map(each -> Map.of(NUMBER, text, MAC, each.toString())).orElse(Map.of());
    }

    /**
     * Looks for the namespace of an earlier ADD.
     *
     * @param call the call
     * @return its links, to be found and deleted, none if it has ended; empty if nothing is remembered that leads there for certain
     */
    public static Optional<LinkRequests> find(NativeCall call) {
        Map<String, String> facts = call.memory().facts();
        String number = facts.getOrDefault(NUMBER, "");
        if (number.isEmpty()) {
            return Optional.empty();
        }
        LinkRequests links = call.host().links().in(Integer.parseInt(number));
        String mac = facts.getOrDefault(MAC, "");
        boolean isThere = mac.isEmpty()
                || links.find(LinkName.of(call.ifName()))
                        .filter(link -> Veth.macOf(link).equals(mac))
                        .isPresent();
        return isThere ? Optional.of(links) : Optional.empty();
    }
}
