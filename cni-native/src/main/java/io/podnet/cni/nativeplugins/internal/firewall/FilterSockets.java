// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import io.podnet.cni.nativeplugins.internal.Namespaces;
import io.podnet.netns.linux.Netfilter;
import io.podnet.netns.linux.Nftables;
import org.jspecify.annotations.Nullable;

/** Ways to the packet filter of one namespace, each opened when it is first needed, and what has been seen by them. */
final class FilterSockets implements AutoCloseable {
    /** Kept for the namespace that the JVM is in: it is where nearly all calls come from, and never goes away. */
    private static final FilterSockets HOME = new FilterSockets();

    private final Known known = new Known();
    private final LegacyTables legacy = new LegacyTables();
    private @Nullable Netfilter netfilter;
    private @Nullable Nftables nftables;

    private FilterSockets() {}

    /** Those of the namespace that the calling thread is in. */
    static FilterSockets here() {
        return Namespaces.isThreadAtHome() ? HOME : new FilterSockets();
    }

    Known known() {
        return known;
    }

    LegacyTables legacy() {
        return legacy;
    }

    synchronized Netfilter netfilter() {
        if (netfilter == null) {
            netfilter = Netfilter.open();
        }
        return netfilter;
    }

    synchronized Nftables nftables() {
        if (nftables == null) {
            nftables = Nftables.open();
        }
        return nftables;
    }

    /** Closes those that nobody keeps. */
    @Override
    public synchronized void close() {
        if (this == HOME) {
            return;
        }
        legacy.close();
        if (nftables != null) {
            nftables.close();
        }
        if (netfilter != null) {
            netfilter.close();
        }
    }
}
