// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit;

import io.podnet.base.Failures;
import io.podnet.base.UndoStack;
import io.podnet.junit.internal.capture.Capture;
import io.podnet.junit.internal.net.Ground;
import io.podnet.junit.internal.net.Switch;
import io.podnet.junit.internal.net.Warden;
import io.podnet.netns.LinkName;
import io.podnet.netns.Netns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * Several hosts on one switch, made of network namespaces, a bridge and virtual cables, and joined to nothing else. A test
 * gets them by {@link PodnetHosts}; others make and close them:
 *
 * <pre>{@code
 * try (Hosts hosts = Hosts.create("alpha", "beta")) {
 *     Host alpha = hosts.get("alpha");
 *     ServerSocket server = alpha.call(() -> new ServerSocket(7000));
 *     hosts.get("beta").link().cut();
 *     hosts.get("beta").exec("ping", "-c", "1", "-W", "1", alpha.ipv4().getHostAddress()); // in vain
 * }
 * }</pre>
 *
 * <p>Nothing has a name outside of this JVM: when it ends, by signal 9 too, the hosts and their processes end with it.
 *
 * <p><b>Threads</b>: any.
 *
 * <p><b>Privileges</b>: CAP_SYS_ADMIN and CAP_NET_ADMIN. Without them the hosts lie in a user namespace of their own, where
 * processes can be run, but no code of this JVM; that takes a kernel that lets a plain user make one, and
 * jackson-databind (see netns-core).
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Hosts implements AutoCloseable, Iterable<Host> {
    private final Ground ground;
    private final Switch network;
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final List<Warden> wardens = new ArrayList<>();
    private final Map<Host, Capture> captures = new LinkedHashMap<>();
    private boolean closed;

    private Hosts(Ground ground, Switch network) {
        this.ground = ground;
        this.network = network;
    }

    /**
     * Makes hosts, in this order: the first one's addresses end in 1.
     *
     * @param names 1 to 250 different names of 1 to 63 letters, digits and dashes
     * @return the hosts, to be closed by the caller
     * @throws io.podnet.base.InvalidValueException if a name is none, or there are too many
     * @throws HostsException if the system lacks something or refuses; nothing is left then
     * @throws io.podnet.netns.NetnsException if it refuses a namespace or a link; nothing is left then
     */
    public static Hosts create(String... names) {
        HostNames.check(List.of(names));
        UndoStack undo = new UndoStack();
        try {
            Ground ground = Ground.open();
            undo.push(ground::close);
            Netns middle = ground.createNamespace();
            undo.push(middle::close);
            Hosts hosts = new Hosts(ground, new Switch(middle));
            // Closes all that was pushed so far, too; closing twice does nothing.
            undo.push(hosts::close);
            for (String name : names) {
                hosts.add(name);
            }
            return hosts;
        } catch (RuntimeException e) {
            throw undo.undoAfter(e);
        }
    }

    private void add(String name) {
        Netns namespace = ground.createNamespace();
        Link link;
        try {
            link = new Link(name, network, network.plug(namespace));
        } catch (RuntimeException e) {
            namespace.close();
            throw e;
        }
        Addresses addresses = Addresses.ofHost(link.port() + 1);
        Host host = new Host(
                name,
                namespace,
                link,
                ground,
                addresses.ipv4().address(),
                addresses.ipv6().address());
        hosts.put(name, host);
        namespace.links().up(LinkName.LOOPBACK);
        network.activate(link.port());
        addresses.giveTo(namespace.links(), Switch.HOST_END);
        wardens.add(Warden.start(name, namespace));
    }

    /**
     * Finds a host.
     *
     * @param name its name
     * @return the host
     * @throws io.podnet.base.InvalidValueException if there is none of that name; lists those that there are
     */
    public Host get(String name) {
        Host host = hosts.get(name);
        if (host == null) {
            throw HostNames.unknown(name, hosts.keySet());
        }
        return host;
    }

    /**
     * Lists the hosts.
     *
     * @return all of them, in the order in which they were made
     */
    public List<Host> all() {
        return List.copyOf(hosts.values());
    }

    /** Goes through the hosts in the order in which they were made. */
    @Override
    public Iterator<Host> iterator() {
        return all().iterator();
    }

    /**
     * Separates some hosts from all others: the switch lets nothing through between the two sides, and tells neither. Hosts
     * of one side reach each other as before. A second call separates further, so that two of them make three sides.
     *
     * @param side the hosts of the one side
     * @throws HostsException if the system refuses
     */
    public void partition(Host... side) {
        List<Integer> one = new ArrayList<>();
        List<Integer> other = new ArrayList<>();
        List<Host> named = List.of(side);
        for (Host host : this) {
            (named.contains(host) ? one : other).add(host.link().port());
        }
        network.block("cannot partition the network", one, other, true);
    }

    /**
     * Lets nothing through any more from one host to another; the other direction stays as it is.
     *
     * @param from who is not heard
     * @param to who does not hear
     * @throws HostsException if the system refuses
     */
    public void block(Host from, Host to) {
        network.block(
                "cannot block the way from " + from.name() + " to " + to.name(),
                List.of(from.link().port()),
                List.of(to.link().port()),
                false);
    }

    /**
     * Makes everything as good as new: all that {@link #partition} and {@link #block} have separated, and all links.
     *
     * @throws HostsException if the system refuses; the rest is healed all the same
     */
    public void heal() {
        Failures failures = new Failures();
        failures.attempt(() -> network.unblock("cannot heal the network"));
        forEach(host -> failures.attempt(host.link()::heal));
        failures.throwIfAny();
    }

    /**
     * Begins to keep what each host sends and receives by its {@code eth0}, up to 64 MiB for each. Does nothing if it has
     * begun already.
     *
     * @throws HostsException if the system refuses
     */
    public synchronized void startCaptures() {
        if (captures.isEmpty()) {
            forEach(host -> captures.put(host, Capture.start(host.name(), host.netns(), ground.hasTasks())));
        }
    }

    /**
     * Writes what was kept since {@link #startCaptures()}, and ends that: a file {@code NAME.pcap} for each host, as tcpdump
     * and Wireshark read it.
     *
     * @param directory where to; made if it is not there
     * @return the files
     * @throws HostsException if there is no means to capture, which says what to install, or a file cannot be written
     */
    public synchronized List<Path> saveCaptures(Path directory) {
        List<Path> files = new ArrayList<>();
        try {
            Files.createDirectories(directory);
            for (Map.Entry<Host, Capture> each : captures.entrySet()) {
                Path file = directory.resolve(each.getKey().name() + ".pcap");
                each.getValue().stopAndWrite(file);
                files.add(file);
            }
        } catch (IOException e) {
            throw new HostsException("hosts-capture", "cannot write captures to " + directory, e);
        }
        return files;
    }

    /**
     * Ends the hosts' background work and processes, and removes the hosts. Does nothing if they are removed.
     *
     * @throws HostsException if something is left; everything else is removed then
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Failures failures = new Failures();
        captures.values().forEach(each -> failures.attempt(each::close));
        forEach(host -> host.background().interrupt());
        wardens.forEach(Warden::dismiss);
        wardens.forEach(each -> failures.attempt(each::close));
        forEach(host -> failures.attempt(host.background()::awaitEnd));
        // What is still inside a host has no cable any more.
        failures.attempt(network::close);
        forEach(host -> failures.attempt(host.netns()::close));
        failures.attempt(ground::close);
        failures.throwIfAny();
    }

    /** Lists the hosts with their addresses. */
    @Override
    public String toString() {
        return "hosts " + hosts.values();
    }
}
