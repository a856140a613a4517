// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit.internal.net;

import io.podnet.base.UndoStack;
import io.podnet.junit.HostsException;
import io.podnet.netns.Link;
import io.podnet.netns.LinkName;
import io.podnet.netns.Netns;
import io.podnet.netns.OperationalState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** A bridge in a namespace of its own, where cables to hosts come together. */
public final class Switch implements AutoCloseable {
    /** What hosts call their end of the cable. */
    public static final LinkName HOST_END = LinkName.of("eth0");

    private static final LinkName BRIDGE = LinkName.of("bridge0");

    private static final long CARRIER_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Netns namespace;
    private final List<Netns> hosts = new ArrayList<>();
    private final SortedMap<Integer, Faults> faults = new TreeMap<>();
    private final Set<Way> blocked = new TreeSet<>();

    /**
     * Makes the bridge.
     *
     * @param namespace where; closed with this
     */
    public Switch(Netns namespace) {
        this.namespace = namespace;
        namespace.links().createBridge(BRIDGE);
        namespace.links().up(BRIDGE);
    }

    /**
     * Leads a cable to a host.
     *
     * @return the port at which it arrives
     */
    public synchronized int plug(Netns host) {
        int port = hosts.size();
        LinkName name = DropRules.name(port);
        namespace.links().createVeth(name, host, HOST_END);
        namespace.links().setMaster(name, BRIDGE);
        namespace.links().up(name);
        hosts.add(host);
        faults.put(port, Faults.NONE);
        return port;
    }

    /** Switches a host's end of its cable on. */
    public synchronized void activate(int port) {
        hosts.get(port).links().up(HOST_END);
        awaitCarrier(hosts.get(port));
    }

    /** Tells what is wrong with a cable. */
    public synchronized Faults faults(int port) {
        return faults.getOrDefault(port, Faults.NONE);
    }

    /** Changes what is wrong with a cable: all of it or, if that fails, nothing. */
    public synchronized void change(int port, String what, UnaryOperator<Faults> change) {
        Faults before = faults(port);
        Faults after = change.apply(before);
        UndoStack undo = new UndoStack();
        try {
            if (Shaping.differs(before, after)) {
                undo.push(() -> shape(port, what, before));
                shape(port, what, after);
            }
            undo.push(() -> drop(port, what, before));
            drop(port, what, after);
            if (before.cut() != after.cut()) {
                plug(port, !after.cut());
            }
        } catch (RuntimeException e) {
            throw undo.undoAfter(e);
        }
    }

    private void plug(int port, boolean in) {
        if (in) {
            namespace.links().up(DropRules.name(port));
            awaitCarrier(hosts.get(port));
        } else {
            namespace.links().down(DropRules.name(port));
        }
    }

    /** The kernel tells a link in the background, at most once in a second, that it has a carrier again (link_watch.c). */
    private static void awaitCarrier(Netns host) {
        long deadline = System.nanoTime() + CARRIER_NANOS;
        while (System.nanoTime() < deadline
                && host.links().find(HOST_END).filter(Switch::isWithoutCarrier).isPresent()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** One that the test has switched off, or has removed, waits for nothing. */
    private static boolean isWithoutCarrier(Link link) {
        return link.isUp() && link.state() != OperationalState.UP;
    }

    private void drop(int port, String what, Faults after) {
        Faults before = faults(port);
        faults.put(port, after);
        if (before.lossPercent() != after.lossPercent()) {
            drop(what, blocked);
        }
    }

    /** Lets nothing through any more from one side to another, nor back if that is wanted. */
    public synchronized void block(String what, List<Integer> from, List<Integer> to, boolean bothWays) {
        Set<Way> ways = new TreeSet<>(blocked);
        for (int one : from) {
            for (int other : to) {
                ways.add(new Way(one, other));
                if (bothWays) {
                    ways.add(new Way(other, one));
                }
            }
        }
        block(what, ways);
    }

    /** Lets everything through again that was blocked. */
    public synchronized void unblock(String what) {
        if (!blocked.isEmpty()) {
            block(what, Set.of());
        }
    }

    private void block(String what, Set<Way> ways) {
        drop(what, ways);
        blocked.clear();
        blocked.addAll(ways);
    }

    private void drop(String what, Set<Way> ways) {
        Tool.run(namespace, what, "nftables", DropRules.write(faults, ways), "nft", "-f", "-");
    }

    private void shape(int port, String what, Faults after) {
        shape(namespace, DropRules.name(port), what, after);
        shape(hosts.get(port), HOST_END, what, after);
    }

    private static void shape(Netns where, LinkName link, String what, Faults after) {
        try {
            Tool.run(where, what, "iproute2", Shaping.write(link, after), "tc", "-batch", "-");
        } catch (HostsException e) {
            if (!after.delay().isZero() && Netem.isMissing(e)) {
                throw new HostsException("hosts-no-netem", what + ": " + Netem.MISSING, e);
            }
            throw e;
        }
    }

    /** Removes the switch and all cables, also where a host's namespace is still in use. */
    @Override
    public void close() {
        namespace.close();
    }
}
