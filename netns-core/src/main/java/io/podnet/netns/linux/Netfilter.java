// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetfilterConstants.NETLINK_NETFILTER;

import java.time.Duration;
import org.apiguardian.api.API;

/**
 * Speaks nfnetlink with the kernel about the packet filter and the connection table of one network namespace: what would
 * cost {@link Nftables} a look at everything, or what it cannot do. Changes to rules go through {@link Nftables}.
 *
 * <p><b>Threads</b>: any, once it is open; one request is answered before the next one goes out. No call changes the
 * thread's namespace. Close it when no thread uses it any more.
 *
 * <p><b>Privileges</b>: CAP_NET_ADMIN in the user namespace that owns the network namespace, for reading too.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Netfilter implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final NetlinkConversation kernel;
    private final NftRequests nftables;
    private final ConnectionRequests connections;

    Netfilter(NetlinkTransport transport) {
        kernel = new NetlinkConversation(transport);
        nftables = new NftRequests(kernel);
        connections = new ConnectionRequests(kernel);
    }

    /**
     * Opens a socket in the network namespace of the calling thread. It stays there wherever the thread goes.
     *
     * @return the open socket
     * @throws NativeException if that fails; EPROTONOSUPPORT if the kernel has no nfnetlink
     */
    public static Netfilter open() {
        return new Netfilter(NetlinkSocket.open(NETLINK_NETFILTER, TIMEOUT));
    }

    /**
     * Reads chains, rules and elements of sets.
     *
     * @return the rules of the namespace
     */
    public NftRequests nftables() {
        return nftables;
    }

    /**
     * Reads and forgets tracked connections.
     *
     * @return the connection table of the namespace
     */
    public ConnectionRequests connections() {
        return connections;
    }

    /** Closes the socket; further calls do nothing. */
    @Override
    public void close() {
        kernel.close();
    }

    @Override
    public String toString() {
        return "nfnetlink " + kernel;
    }
}
