// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.link;

/** Lets the host pass packets on. Nobody turns that off again: others may rely on it. */
public final class Forwarding {
    private Forwarding() {}

    /**
     * Turns it on for a family.
     *
     * @param ipv4 true for IPv4
     */
    public static void enable(boolean ipv4) {
        Sysctls.set(ipv4 ? "ipv4/ip_forward" : "ipv6/conf/all/forwarding", "1");
    }
}
