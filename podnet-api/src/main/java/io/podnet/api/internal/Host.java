package io.podnet.api.internal;

import io.podnet.api.internal.event.Events;
import io.podnet.api.internal.lock.Locks;
import io.podnet.api.internal.network.Attacher;
import io.podnet.api.internal.network.NetworkCatalog;
import io.podnet.api.internal.record.Records;
import io.podnet.api.spi.StateStoreProvider;
import io.podnet.base.BackendSelector;
import io.podnet.cni.CniClient;
import io.podnet.netns.Namespaces;
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
        Events events)
        implements AutoCloseable {
    /**
     * Opens all of it.
     *
     * @param settings where everything is
     * @param events who is told what happens
     * @return the host
     */
    public static Host open(Settings settings, Events events) {
        StateStoreProvider store = BackendSelector.of(
                        StateStoreProvider.class, ServiceLoader.load(StateStoreProvider.class))
                .property("podnet.api.store")
                .select();
        CniClient cni = CniClient.builder()
                .pluginPath(settings.plugins())
                .cacheDirectory(settings.cache())
                .listener(events::pluginCalled)
                .build();
        NetworkCatalog networks = new NetworkCatalog(settings.config(), cni);
        return new Host(
                settings,
                new RootPreconditions(settings),
                new Locks(settings.runtime().resolve("locks")),
                new Records(store.open(settings.state())),
                networks,
                new Attacher(cni, networks, settings.netns(), events),
                Namespaces.builder().directory(settings.netns()).open(),
                cni,
                events);
    }

    @Override
    public void close() {
        namespaces.close();
        cni.close();
    }
}
