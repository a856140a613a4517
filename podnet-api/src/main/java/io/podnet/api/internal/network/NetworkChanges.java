// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import io.podnet.api.NetworkInfo;
import io.podnet.api.NetworkSpec;
import io.podnet.api.PodException;
import io.podnet.api.internal.Settings;
import io.podnet.api.internal.event.Events;
import io.podnet.api.internal.lock.Locks;
import io.podnet.base.FileLocks.Held;
import io.podnet.base.IpPrefix;
import io.podnet.cni.CniClient;
import io.podnet.cni.NetworkConfigList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Makes and removes networks. One file is all that a network is until a pod is attached to it, so it is there or not,
 * whatever ends the process; the bridge, which plugins make with the first pod, goes before the file.
 */
public final class NetworkChanges {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Settings settings;
    private final Locks locks;
    private final NetworkCatalog networks;
    private final NetworkUsers users;
    private final HostLinks host;
    private final CniClient cni;
    private final Events events;
    private final Duration patience;
    private final ConfigDirectory directory;
    private final NetworkPlanner planner;

    /**
     * Changes networks.
     *
     * @param settings where everything is
     * @param locks who waits for whom
     * @param networks the networks
     * @param users who uses them
     * @param host the links of the host
     * @param cni knows the plugins
     * @param events who is told what happens
     */
    public NetworkChanges(
            Settings settings,
            Locks locks,
            NetworkCatalog networks,
            NetworkUsers users,
            HostLinks host,
            CniClient cni,
            Events events) {
        this(settings, locks, networks, users, host, cni, events, PATIENCE);
    }

    NetworkChanges(
            Settings settings,
            Locks locks,
            NetworkCatalog networks,
            NetworkUsers users,
            HostLinks host,
            CniClient cni,
            Events events,
            Duration patience) {
        this.settings = settings;
        this.locks = locks;
        this.networks = networks;
        this.users = users;
        this.host = host;
        this.cni = cni;
        this.events = events;
        this.patience = patience;
        this.directory = new ConfigDirectory(networks.directory());
        this.planner = new NetworkPlanner(host, settings.plugins(), new SubnetChoice());
    }

    /**
     * Makes a network.
     *
     * @param spec what it is to be
     * @return what it is
     * @throws PodException if it cannot be, with nothing changed
     */
    public NetworkInfo create(NetworkSpec spec) {
        // Before a directory is made, or a lock file.
        NetworkRules.check(spec);
        NetworkInfo created;
        // Under the lock of names and subnets nobody else makes a network, nor a pod for one.
        try (Held state = locks.state();
                Held shared = directory.lock()) {
            NetworkPlan plan = planner.plan(spec, networks.all());
            directory.refuseFile(plan.name());
            // A file that cannot be used may be of that name.
            networks.refuseBroken(plan.name());
            String conflist = Conflist.of(plan);
            cni.requirePlugins(NetworkConfigList.parse(conflist));
            directory.write(plan.name(), conflist);
            created = networks.info(plan.name());
        }
        events.networkCreated(created.name());
        return created;
    }

    /**
     * Removes a network that nobody uses.
     *
     * @param nameOrId its name, or the beginning of its id
     * @throws PodException ({@code network-in-use}) if somebody uses it, ({@code network-default}) if it must stay
     */
    public void remove(String nameOrId) {
        remove(nameOrId, users::refuse);
    }

    /**
     * Removes a network although others than pods of this podnet may use it: its bridge stays then.
     *
     * @param nameOrId its name, or the beginning of its id
     * @throws PodException ({@code network-in-use}) if a pod uses it, ({@code network-default}) if it must stay
     */
    public void removeFromOthers(String nameOrId) {
        remove(nameOrId, users::refusePods);
    }

    private void remove(String nameOrId, Consumer<String> refusal) {
        String name = removable(nameOrId);
        long start = System.nanoTime();
        while (!tryRemove(name, refusal)) {
            if (System.nanoTime() - start > patience.toNanos()
                    || Thread.currentThread().isInterrupted()) {
                throw NetworkUsers.inUse("a pod is being attached to \"" + name + "\" or detached from it");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        events.networkRemoved(name);
    }

    // Nobody waits for a network while holding the lock that everybody needs for a moment.
    private boolean tryRemove(String name, Consumer<String> refusal) {
        try (Held state = locks.state()) {
            Optional<Held> network = locks.tryNetwork(name);
            if (network.isEmpty()) {
                refusal.accept(name);
                return false;
            }
            try (Held alone = network.get();
                    Held shared = directory.lock()) {
                NetworkConfigList config = networks.find(name);
                refusal.accept(name);
                remove(config);
            }
            return true;
        }
    }

    /**
     * Tells which network is meant, if it may be removed at all.
     *
     * @param nameOrId its name, or the beginning of its id
     * @return its name
     * @throws PodException ({@code network-default}) if it must stay, ({@code network-unknown},
     *     {@code network-ambiguous}) if there is no such network
     */
    public String removable(String nameOrId) {
        NetworkConfigList found = networks.find(nameOrId);
        String name = found.name();
        if (name.equals(settings.defaultNetwork())) {
            throw new PodException("network-default", "default network " + name + " cannot be removed");
        }
        if (found.file().isEmpty()) {
            throw new PodException("network-default", "built-in network " + name + " cannot be removed");
        }
        return name;
    }

    private void remove(NetworkConfigList config) {
        Path file = config.file().orElseThrow();
        List<IpPrefix> subnets = NetworkDescriber.subnets(config);
        List<String> others = new ArrayList<>();
        for (NetworkConfigList each : networks.all()) {
            if (!each.file().equals(Optional.of(file))) {
                others.addAll(NetworkPlanner.bridges(each));
            }
        }
        for (String bridge : NetworkPlanner.bridges(config)) {
            if (!others.contains(bridge)) {
                host.removeBridge(bridge, subnets);
            }
        }
        directory.delete(file);
    }
}
