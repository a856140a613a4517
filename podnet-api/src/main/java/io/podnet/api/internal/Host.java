package io.podnet.api.internal;

import io.podnet.api.internal.event.Events;
import io.podnet.api.internal.grounds.Grounds;
import io.podnet.api.internal.grounds.HostGrounds;
import io.podnet.api.internal.grounds.Preconditions;
import io.podnet.api.internal.grounds.RootlessGrounds;
import io.podnet.api.internal.lock.Locks;
import io.podnet.api.internal.network.Attacher;
import io.podnet.api.internal.network.NetworkCatalog;
import io.podnet.api.internal.record.Records;
import io.podnet.api.spi.StateStoreProvider;
import io.podnet.base.BackendSelector;
import io.podnet.cni.CniClient;
import io.podnet.netns.Namespaces;
import io.podnet.rootless.RootlessNetwork;
import io.podnet.rootless.StackChoice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * All that podnet works with on this host.
 *
 * @param settings where everything is
 * @param preconditions what has to be so before anything is made
 * @param locks who waits for whom
 * @param records what is known about pods
 * @param networks the networks
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
     * @param stack for a user without privileges, the stack of the rootless namespace; empty for root
     * @return the host
     */
    public static Host open(Settings settings, Events events, Optional<StackChoice> stack) {
        StateStoreProvider store = BackendSelector.of(
                        StateStoreProvider.class, ServiceLoader.load(StateStoreProvider.class))
                .property("podnet.api.store")
                .select();
        CniClient.Builder plugins = CniClient.builder()
                .pluginPath(settings.plugins())
                .cacheDirectory(settings.cache())
                .listener(events::pluginCalled);
        Grounds grounds = stack.isPresent() ? rootless(settings, stack.get(), plugins) : ofRoot(settings);
        CniClient cni = plugins.build();
        NetworkCatalog networks = new NetworkCatalog(settings.config(), cni);
        return new Host(
                settings,
                grounds,
                new Locks(settings.runtime().resolve("locks")),
                new Records(store.open(settings.state())),
                networks,
                new Attacher(cni, networks, settings.netns(), events, grounds.pluginsPublish()),
                grounds.namespaces(),
                cni,
                events,
                grounds);
    }

    private static Grounds ofRoot(Settings settings) {
        return new HostGrounds(
                new RootPreconditions(settings),
                Namespaces.builder().directory(settings.netns()).open());
    }

    private static Grounds rootless(Settings settings, StackChoice stack, CniClient.Builder plugins) {
        RootlessNetwork network = RootlessNetwork.builder()
                .directory(settings.runtime())
                .stack(stack)
                .build();
        RootlessGrounds grounds = new RootlessGrounds(new UserPreconditions(settings), network, settings.netns());
        // The cache vanishes with the rootless namespace; locks lie outside of what they protect.
        plugins.invokers(List.of(grounds.plugins()))
                .lockDirectory(settings.runtime().resolve("locks/cni"))
                .environment(() -> Map.of("PATH", RootlessNetwork.programPath()));
        return grounds;
    }

    @Override
    public void close() {
        grounds.close();
        cni.close();
    }
}
