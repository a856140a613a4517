// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import io.podnet.base.MacAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * The links of one namespace, with their addresses and routes; {@link Netns#links()} gives them.
 *
 * <p>A change that names a link which does not exist throws a {@link NetnsNotFoundException}, one that makes a thing which
 * exists a {@link NetnsExistsException}, both before anything has changed.
 *
 * <p><b>Threads</b>: any; the calling thread stays in its namespace.
 *
 * <p><b>Privileges</b>: CAP_NET_ADMIN in the user namespace that owns the network namespace for all that changes
 * something, CAP_SYS_ADMIN for getting there; without them a {@link NetnsDeniedException}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Links {
    /**
     * Lists the links.
     *
     * @return all of them, by index
     */
    List<Link> list();

    /**
     * Finds a link.
     *
     * @param name its name
     * @return the link; empty if there is none of that name
     */
    Optional<Link> find(LinkName name);

    /**
     * Switches a link on. Does nothing if it is.
     *
     * @param name the link, such as {@link LinkName#LOOPBACK}
     */
    void up(LinkName name);

    /**
     * Switches a link off, which drops its routes and IPv6 addresses. Does nothing if it is.
     *
     * @param name the link
     */
    void down(LinkName name);

    /**
     * Gives a link another name.
     *
     * @param name the link
     * @param newName its name from now on
     */
    void rename(LinkName name, LinkName newName);

    /**
     * Changes a link's Ethernet address.
     *
     * @param name the link
     * @param address the new address
     */
    void setMacAddress(LinkName name, MacAddress address);

    /**
     * Changes the largest packet that a link sends.
     *
     * @param name the link
     * @param bytes the size in bytes, without the link layer's header
     */
    void setMtu(LinkName name, int bytes);

    /**
     * Makes a link a port of a bridge.
     *
     * @param name the link
     * @param bridge the bridge
     */
    void setMaster(LinkName name, LinkName bridge);

    /**
     * Takes a link out of its bridge. Does nothing if it is in none.
     *
     * @param name the link
     */
    void clearMaster(LinkName name);

    /**
     * Moves a link to another namespace, where it is down and has lost its addresses.
     *
     * @param name the link
     * @param namespace where it goes, a handle of the same backend and scope
     * @param newName its name over there
     */
    void move(LinkName name, Netns namespace, LinkName newName);

    /**
     * Makes a virtual cable. Its far end comes into being in the other namespace, under its final name; both ends are
     * down.
     *
     * @param name the end in this namespace
     * @param namespace where the far end goes, a handle of the same backend and scope; may be this namespace
     * @param peer the far end
     */
    void createVeth(LinkName name, Netns namespace, LinkName peer);

    /**
     * Makes a bridge; it is down.
     *
     * @param name the bridge
     */
    void createBridge(LinkName name);

    /**
     * Makes a link with an Ethernet address of its own on another link, in bridge mode; it is down.
     *
     * @param name the new link
     * @param lower the link that carries it
     */
    void createMacvlan(LinkName name, LinkName lower);

    /**
     * Removes a link; of a virtual cable, both ends.
     *
     * @param name the link
     * @return false if there was none
     */
    boolean delete(LinkName name);

    /**
     * Lists a link's addresses.
     *
     * @param name the link
     * @return the addresses, IPv4 first
     */
    List<LinkAddress> addresses(LinkName name);

    /**
     * Gives a link an address.
     *
     * @param name the link
     * @param address the address
     */
    void addAddress(LinkName name, LinkAddress address);

    /**
     * Takes an address from a link.
     *
     * @param name the link
     * @param address the address; of a point-to-point link, with its peer
     * @return false if the link did not have it
     */
    boolean removeAddress(LinkName name, LinkAddress address);

    /**
     * Lists the routes of the main tables, IPv4 first.
     *
     * @return the routes
     */
    List<Route> routes();

    /**
     * Adds a route.
     *
     * @param route the route
     */
    void addRoute(Route route);

    /**
     * Removes a route.
     *
     * @param route the route
     * @return false if there was none
     */
    boolean removeRoute(Route route);

    /**
     * Counts what went through each link.
     *
     * @return the counts by link
     */
    Map<LinkName, LinkStatistics> statistics();

    /**
     * Counts what a pod whose namespace this is has received and sent: every link but {@code lo}, whose traffic does not
     * leave it. The sum is
     * {@code containerStatistics().values().stream().reduce(LinkStatistics.NONE, LinkStatistics::plus)}.
     *
     * @return the counts by link, in the order of their names; empty if there is no such link
     */
    default SortedMap<LinkName, LinkStatistics> containerStatistics() {
        SortedMap<LinkName, LinkStatistics> counts = new TreeMap<>(statistics());
        counts.remove(LinkName.LOOPBACK);
        return counts;
    }
}
