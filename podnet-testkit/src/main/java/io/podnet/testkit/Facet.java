// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit;

import org.apiguardian.api.API;

/**
 * A side of a host that a test may change, as {@link HostSnapshot} sees it.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Facet {
    /** Network links of all network namespaces: name, kind, MTU, state, master. */
    LINKS(true),
    /** Addresses of all network namespaces, without those that the kernel derives from a link by itself. */
    ADDRESSES(true),
    /** Routes of all network namespaces, without those that the kernel derives from an address. */
    ROUTES(true),
    /** Routing policy rules of all network namespaces. */
    RULES(true),
    /** nftables and iptables (both kinds) of all network namespaces: tables, chains, sets and rules. */
    FIREWALL(true),
    /** Mounts in the mount namespace of this process. */
    MOUNTS(true),
    /** Processes on the host, without this one. */
    PROCESSES(false),
    /** Open descriptors of this process. */
    DESCRIPTORS(false),
    /** Threads of this process, and the network and mount namespaces that they are in. */
    THREADS(false),
    /** Files in the directories where network state is kept. */
    FILES(false);

    private final boolean lossMatters;

    Facet(boolean lossMatters) {
        this.lossMatters = lossMatters;
    }

    /** Whether a test that takes something away does harm too; a process or a descriptor may end at any time. */
    boolean lossMatters() {
        return lossMatters;
    }
}
