// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetlinkConstants.NLM_F_CREATE;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_EXCL;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_REPLACE;
import static io.podnet.netns.linux.RouteConstants.RTM_DELROUTE;
import static io.podnet.netns.linux.RouteConstants.RTM_GETROUTE;
import static io.podnet.netns.linux.RouteConstants.RTM_NEWROUTE;

import io.podnet.base.IpAddresses;
import io.podnet.netns.Route;
import io.podnet.netns.RouteScope;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * Reads and changes the routes of a namespace; {@link RtNetlink#routes()} gives it, and says which threads and privileges
 * it takes.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class RouteRequests {
    private static final int ALL_TABLES = 0;

    private final NetlinkConversation kernel;

    RouteRequests(NetlinkConversation kernel) {
        this.kernel = kernel;
    }

    /**
     * Lists the routes of all tables, also those that the kernel made for its own addresses.
     *
     * @return the routes, IPv4 first, in the kernel's order
     * @throws NativeException if the kernel refuses
     */
    public List<Route> list() {
        List<Route> routes = new ArrayList<>(dump(true, ALL_TABLES));
        routes.addAll(dump(false, ALL_TABLES));
        return routes;
    }

    /**
     * Lists the routes of one table.
     *
     * @param table its number, such as {@link Route#MAIN_TABLE}
     * @return the routes, IPv4 first, in the kernel's order
     * @throws NativeException if the kernel refuses
     */
    public List<Route> list(int table) {
        List<Route> routes = new ArrayList<>(dump(true, table));
        routes.addAll(dump(false, table));
        // A kernel before 4.20 gives all tables.
        routes.removeIf(route -> route.table() != table);
        return routes;
    }

    /**
     * Finds the route that a packet of this namespace would take.
     *
     * @param destination where the packet would go
     * @return the route; empty if there is none, or one that refuses
     * @throws NativeException if the kernel refuses to tell
     */
    public Optional<Route> find(InetAddress destination) {
        NetlinkRequest request = new NetlinkRequest(
                "RTM_GETROUTE",
                RTM_GETROUTE,
                IpAddresses.format(destination),
                writer -> RouteEncoder.lookUp(writer, destination));
        return kernel.find(
                request,
                Set.of(Errno.ENETUNREACH, Errno.EHOSTUNREACH, Errno.EACCES),
                message -> message.type() == RTM_NEWROUTE ? RouteDecoder.decode(message.body()) : Optional.empty());
    }

    /**
     * Adds a route.
     *
     * @param route the route
     * @throws NativeException EEXIST if there is one for the same destination, table and metric; ENETUNREACH if no link
     *     leads to its gateway
     */
    public void add(Route route) {
        change("RTM_NEWROUTE", RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, route, route.scope());
    }

    /**
     * Adds a route before others for the same destination, table and metric; an IPv6 route becomes another way beside them.
     *
     * @param route the route
     * @throws NativeException EEXIST if there is the very same one; ENETUNREACH if no link leads to its gateway
     */
    public void prepend(Route route) {
        change("RTM_NEWROUTE", RTM_NEWROUTE, NLM_F_CREATE, route, route.scope());
    }

    /**
     * Adds a route, or puts it in place of one for the same destination, table and metric.
     *
     * @param route the route
     * @throws NativeException ENETUNREACH if no link leads to its gateway
     */
    public void replace(Route route) {
        change("RTM_NEWROUTE", RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, route, route.scope());
    }

    /**
     * Removes a route.
     *
     * @param route the route; what it says must be so, except for the scope
     * @throws NativeException ESRCH if there is no such route
     */
    public void remove(Route route) {
        change("RTM_DELROUTE", RTM_DELROUTE, 0, route, RouteScope.NOWHERE);
    }

    private void change(String name, int type, int flags, Route route, RouteScope scope) {
        kernel.order(new NetlinkRequest(
                name, type, flags, describe(route), writer -> RouteEncoder.encode(writer, route, scope)));
    }

    private List<Route> dump(boolean ipv4, int table) {
        NetlinkRequest request = new NetlinkRequest(
                "RTM_GETROUTE",
                RTM_GETROUTE,
                (ipv4 ? "IPv4" : "IPv6") + (table == ALL_TABLES ? "" : ", table " + table),
                writer -> RouteEncoder.dump(writer, ipv4, table));
        try {
            return kernel.dump(
                    request,
                    message -> message.type() == RTM_NEWROUTE ? RouteDecoder.decode(message.body()) : Optional.empty());
        } catch (NativeException e) {
            // "FIB table does not exist": nobody has put a route there yet.
            if (e.is(Errno.ENOENT) && table != ALL_TABLES) {
                return List.of();
            }
            throw e;
        }
    }

    private static String describe(Route route) {
        StringBuilder text = new StringBuilder(route.destination().toString());
        route.gateway().ifPresent(gateway -> text.append(" via ").append(IpAddresses.format(gateway)));
        route.linkIndex().ifPresent(index -> text.append(" on link ").append(index));
        if (route.table() != Route.MAIN_TABLE) {
            text.append(", table ").append(route.table());
        }
        return text.toString();
    }
}
