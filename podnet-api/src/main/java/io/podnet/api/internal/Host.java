// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal;

import io.podnet.api.internal.event.Events;
import io.podnet.api.internal.grounds.Grounds;
import io.podnet.api.internal.grounds.HostGrounds;
import io.podnet.api.internal.grounds.Preconditions;
import io.podnet.api.internal.grounds.RootlessGrounds;
import io.podnet.api.internal.lock.Locks;
import io.podnet.api.internal.names.NameFiles;
import io.podnet.api.internal.network.Attacher;
import io.podnet.api.internal.network.HostLinks;
import io.podnet.api.internal.network.NetnsHostLinks;
import io.podnet.api.internal.network.NetworkCatalog;
import io.podnet.api.internal.network.NetworkChanges;
import io.podnet.api.internal.network.NetworkUsers;
import io.podnet.api.internal.network.RootlessHostLinks;
import io.podnet.api.internal.record.Records;
import io.podnet.api.spi.StateStoreProvider;
import io.podnet.base.BackendSelector;
import io.podnet.cni.CniClient;
import io.podnet.netns.Namespaces;
import io.podnet.rootless.RootlessNetwork;
import io.podnet.rootless.StackChoice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/**
 * All that podnet works with on this host.
 *
 * @param settings where everything is
 * @param preconditions what has to be so before anything is made
 * @param locks who waits for whom
 * @param records what is known about pods
 * @param networks the networks
 * @param networkChanges makes and removes networks
 * @param networkUsers who uses networks
 * @param attacher attaches pods to them
 * @param namespaces the network namespaces
 * @param cni the plugins
 * @param events tells what has happened
 * @param grounds where pods are made
 */
public record Host(
        Settings settings,
        Preconditions preconditions,
        Locks locks,
        Records records,
        NetworkCatalog networks,
        NetworkChanges networkChanges,
        NetworkUsers networkUsers,
        Attacher attacher,
        Namespaces namespaces,
        CniClient cni,
        Events events,
        Grounds grounds)
        implements AutoCloseable {
    /**
     * Opens all of it.
     *
     * @param settings where everything is
     * @param events who is told what happens
     * @param pluginEnvironment variables for plugins, asked before each call
     * @param stack for a user without privileges, the stack of the rootless namespace; empty for root
     * @return the host
     */
    public static Host open(
            Settings settings,
            Events events,
            Supplier<Map<String, String>> pluginEnvironment,
            Optional<StackChoice> stack) {
        StateStoreProvider store = BackendSelector.of(
                        StateStoreProvider.class, ServiceLoader.load(StateStoreProvider.class))
                .property("podnet.api.store")
                .select();
        CniClient.Builder plugins = CniClient.builder()
                .pluginPath(settings.plugins())
                .cacheDirectory(settings.cache())
                .listener(events::pluginCalled)
                .environment(pluginEnvironment);
        Records records = new Records(store.open(settings.state()));
        if (stack.isEmpty()) {
            Namespaces namespaces =
                    Namespaces.builder().directory(settings.netns()).open();
            Grounds grounds = new HostGrounds(new RootPreconditions(settings), namespaces);
            return of(settings, grounds, records, new NetnsHostLinks(namespaces), plugins.build(), events);
        }
        RootlessNetwork network = RootlessNetwork.builder()
                .directory(settings.runtime())
                .stack(stack.get())
                .build();
        RootlessGrounds grounds = new RootlessGrounds(new UserPreconditions(settings), network, settings.netns());
        // The cache vanishes with the rootless namespace; locks lie outside of what they protect.
        plugins.invokers(List.of(grounds.plugins()))
                .lockDirectory(settings.runtime().resolve("locks/cni"))
                .environment(() -> withPath(pluginEnvironment.get()));
        HostLinks inside = new NetnsHostLinks(grounds.namespaces());
        HostLinks links = new RootlessHostLinks(() -> network.current().map(there -> inside));
        return of(settings, grounds, records, links, plugins.build(), events);
    }

    private static Map<String, String> withPath(Map<String, String> environment) {
        Map<String, String> whole = new HashMap<>(Map.of("PATH", RootlessNetwork.programPath()));
        whole.putAll(environment);
        return whole;
    }

    /**
     * Puts the parts together.
     *
     * @param settings where everything is
     * @param grounds where pods are made
     * @param records what is known about pods
     * @param links the links among which plugins make theirs
     * @param cni the plugins
     * @param events tells what has happened
     * @return the host
     */
    public static Host of(
            Settings settings, Grounds grounds, Records records, HostLinks links, CniClient cni, Events events) {
        Locks locks = new Locks(settings.locks());
        NetworkCatalog networks = new NetworkCatalog(settings.config(), cni);
        NetworkUsers users = new NetworkUsers(records, cni);
        return new Host(
                settings,
                grounds,
                locks,
                records,
                networks,
                new NetworkChanges(settings, locks, networks, users, links, cni, events),
                users,
                new Attacher(cni, networks, grounds.pluginsPublish()),
                grounds.namespaces(),
                cni,
                events,
                grounds);
    }

    /**
     * Gives the files by which pods resolve names.
     *
     * @return the files of all pods
     */
    public NameFiles nameFiles() {
        return new NameFiles(settings.runtime(), grounds::look, grounds::resolvConf);
    }

    @Override
    public void close() {
        grounds.close();
        cni.close();
    }
}
