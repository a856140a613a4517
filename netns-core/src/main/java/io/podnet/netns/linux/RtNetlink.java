// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.LinkConstants.NETNSA_NSID;
import static io.podnet.netns.linux.LinkConstants.RTM_GETNSID;
import static io.podnet.netns.linux.LinkConstants.RTM_NEWNSID;
import static io.podnet.netns.linux.NetlinkConstants.NETLINK_ROUTE;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/**
 * Speaks rtnetlink(7) with the kernel about the links, addresses, routes, neighbours and
 * queues of one network namespace.
 *
 * <pre>{@code
 * try (RtNetlink rtnl = RtNetlink.open()) {
 *     int lo = rtnl.links().find(LinkName.of("lo")).orElseThrow().index();
 *     rtnl.links().set(lo, new LinkSettings().up());
 * }
 * }</pre>
 *
 * <p>Every failure is a {@link NativeException} with the request, its subject, the error number and, where the kernel has
 * any, its own words on what is wrong.
 *
 * <p><b>Threads</b>: any, once it is open; one request is answered before the next one goes out, so threads wait for each
 * other. No call changes the thread's namespace. Close it when no thread uses it any more.
 *
 * <p><b>Privileges</b>: CAP_NET_ADMIN in the user namespace that owns the network namespace for all that changes
 * something; none for reading.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class RtNetlink implements AutoCloseable {
    /** The kernel answers within the call that sends; this is for a machine that has stopped. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final NetlinkConversation kernel;
    private final LinkRequests links;
    private final AddressRequests addresses;
    private final RouteRequests routes;
    private final NeighbourRequests neighbours;
    private final QdiscRequests qdiscs;

    RtNetlink(NetlinkTransport transport) {
        kernel = new NetlinkConversation(transport);
        links = new LinkRequests(kernel, new LinkGlances(kernel));
        addresses = new AddressRequests(kernel);
        routes = new RouteRequests(kernel);
        neighbours = new NeighbourRequests(kernel);
        qdiscs = new QdiscRequests(kernel);
    }

    /**
     * Opens a socket in the network namespace of the calling thread. It stays there wherever the thread goes.
     *
     * @return the open socket
     * @throws NativeException if that fails
     */
    public static RtNetlink open() {
        return new RtNetlink(NetlinkSocket.open(NETLINK_ROUTE, TIMEOUT));
    }

    /**
     * Takes over a socket of {@code AF_NETLINK}, {@code NETLINK_ROUTE} that somebody opened in the namespace that is
     * meant, and did nothing else with.
     *
     * @param socket the socket; closed with this, and also if this fails
     * @return the socket, ready to use
     * @throws NativeException if it is no such socket
     */
    public static RtNetlink on(Descriptor socket) {
        return new RtNetlink(NetlinkSocket.on(socket, TIMEOUT));
    }

    /**
     * Gives several orders to the kernel at once, which does them one after the other. That saves more than calls: what the
     * kernel does by itself after a change, such as making a link known that has come up, keeps others from changing links,
     * and mostly begins behind the last order then, not between them. Nothing has been done yet when an order returns.
     *
     * <pre>{@code
     * rtnl.together(() -> {
     *     rtnl.addresses().add(link, address);
     *     rtnl.links().set(link, new LinkSettings().up());
     *     rtnl.routes().add(route);
     * });
     * }</pre>
     *
     * <p>Each order is tried, whatever becomes of those before it. Other threads that use this socket wait meanwhile.
     *
     * @param orders gives the orders, in this thread. If it throws, nothing is done.
     * @throws NativeException if the kernel refuses one, with its own words on the first; the others are suppressed in it
     * @throws IllegalStateException if there is a question among them, whose answer would be the one from before, what has an
     *     answer itself, as the making of a link and the removal of a neighbour, or what names another namespace
     */
    public void together(Runnable orders) {
        kernel.together(orders);
    }

    /**
     * Reads and changes links.
     *
     * @return the links of the namespace
     */
    public LinkRequests links() {
        return links;
    }

    /**
     * Reads and changes the links' addresses.
     *
     * @return the addresses of the namespace
     */
    public AddressRequests addresses() {
        return addresses;
    }

    /**
     * Reads and changes routes.
     *
     * @return the routes of the namespace
     */
    public RouteRequests routes() {
        return routes;
    }

    /**
     * Reads and changes what is known of neighbours.
     *
     * @return the neighbours of the namespace
     */
    public NeighbourRequests neighbours() {
        return neighbours;
    }

    /**
     * Reads and changes how much links send and receive.
     *
     * @return the queueing disciplines of the namespace
     */
    public QdiscRequests qdiscs() {
        return qdiscs;
    }

    /**
     * Finds the number by which this namespace knows another one, as {@code ip netns list-id} lists it.
     *
     * @param namespace an open file of the other namespace
     * @return the number that {@link io.podnet.netns.Link#peerNetnsId()} uses; empty if it has none, as a namespace has
     *     until a link leads there
     * @throws NativeException if the file is no network namespace
     */
    public OptionalInt netnsId(Descriptor namespace) {
        return namespace.use(fd -> netnsId(fd, namespace.toString()));
    }

    /**
     * Gives another namespace a number by which this one knows it, as {@code ip netns set} does. It ends with either of
     * them, and leads to the other one however many of its names are lost: {@link LinkRequests#in}.
     *
     * @param namespace an open file of the other namespace
     * @param id the number, 0 or more
     * @throws NativeException EEXIST if the other one has a number already, or the number stands for a third one
     */
    public void setNetnsId(Descriptor namespace, int id) {
        namespace.use(fd -> {
            // The descriptor is held until the kernel has looked at its number: not among others that go together.
            NetlinkRequest request = new NetlinkRequest(
                    "RTM_NEWNSID",
                    RTM_NEWNSID,
                    namespace + ", number " + id,
                    writer -> LinkEncoder.netnsId(writer, fd, id));
            kernel.request(request, message -> Optional.empty());
            return true;
        });
    }

    private OptionalInt netnsId(int fd, String description) {
        NetlinkRequest request =
                new NetlinkRequest("RTM_GETNSID", RTM_GETNSID, description, writer -> LinkEncoder.netnsId(writer, fd));
        return kernel.request(request, RtNetlink::netnsId).stream()
                .mapToInt(Integer::intValue)
                .filter(id -> id >= 0)
                .findFirst();
    }

    /** RTM_NEWNSID: struct rtgenmsg, padded, and NETNSA_* of linux/net_namespace.h. */
    static Optional<Integer> netnsId(NetlinkMessage message) {
        AttributeReader reader = new AttributeReader(message.body(), 4);
        Optional<Integer> id = Optional.empty();
        while (reader.next()) {
            if (reader.type() == NETNSA_NSID) {
                id = Optional.of(reader.s32());
            }
        }
        return id;
    }

    /** Closes the socket; further calls do nothing. */
    @Override
    public void close() {
        kernel.close();
    }

    @Override
    public String toString() {
        return "rtnetlink " + kernel;
    }
}
