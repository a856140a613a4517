// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.podnet.api.PodnetEvent;
import io.podnet.api.internal.Host;
import io.podnet.api.internal.Settings;
import io.podnet.api.internal.event.Events;
import io.podnet.api.internal.grounds.HostGrounds;
import io.podnet.api.internal.grounds.Preconditions;
import io.podnet.api.internal.network.HostLinks;
import io.podnet.api.internal.record.Records;
import io.podnet.api.internal.store.FileStateStoreProvider;
import io.podnet.api.spi.StateStore;
import io.podnet.base.Availability;
import io.podnet.cni.CniClient;
import io.podnet.cni.CniVerb;
import io.podnet.cni.spi.PluginCall;
import io.podnet.cni.spi.PluginInvoker;
import io.podnet.cni.spi.PluginReply;
import io.podnet.cni.spi.Support;
import io.podnet.netns.Links;
import io.podnet.netns.Namespaces;
import io.podnet.netns.Netns;
import io.podnet.netns.spi.NamespaceBackend;
import io.podnet.netns.spi.NamespaceOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.mockito.ArgumentMatcher;
import org.mockito.ArgumentMatchers;

/** A host whose SPIs are mocks that succeed, so that a test can make them fail and look at the order of calls. */
final class FakeHost {
    static final String RESULT = """
            {"cniVersion": "1.0.0", "interfaces": [{"name": "eth0", "mac": "02:00:00:00:00:01", "sandbox": "/x"}],
             "ips": [{"address": "10.1.2.3/24", "interface": 0}]}""";

    final Preconditions preconditions = mock();
    final StateStore store;
    final NamespaceOperations namespaces = mock();
    final Netns netns = mock();
    final Links links = mock();
    final PluginInvoker plugins = mock();
    final List<PodnetEvent> told = new ArrayList<>();

    /** What others do as soon as something has happened. */
    Consumer<PodnetEvent> others = event -> {};

    final Pods pods;
    final Host host;

    FakeHost(Path directory) throws IOException {
        Settings settings = new Settings(
                directory.resolve("state"),
                directory.resolve("run"),
                directory.resolve("netns"),
                Files.createDirectories(directory.resolve("net.d")),
                List.of(directory.resolve("plugins")),
                directory.resolve("cache"),
                "one");
        for (String name : List.of("one", "two")) {
            Files.writeString(settings.config().resolve(name + ".conflist"), """
                    {"cniVersion": "1.0.0", "name": "%1$s", "plugins": [
                      {"type": "%1$s-a", "capabilities": {"portMappings": true}}, {"type": "%1$s-b"}]}""".formatted(name));
        }
        store = mock(StateStore.class, delegatesTo(new FileStateStoreProvider().open(settings.state())));

        NamespaceBackend backend = mock();
        when(backend.name()).thenReturn("fake");
        when(backend.probe()).thenReturn(Availability.available(""));
        when(backend.serves(any())).thenReturn(true);
        when(backend.open(any())).thenReturn(namespaces);
        when(namespaces.create(any())).thenReturn(netns);
        when(namespaces.open(any())).thenReturn(netns);
        when(netns.links()).thenReturn(links);
        when(netns.cookie()).thenReturn(OptionalLong.of(4711));

        when(plugins.name()).thenReturn("fake");
        when(plugins.probe()).thenReturn(Availability.available(""));
        when(plugins.supports(any(), any(), any())).thenReturn(Support.yes());
        when(plugins.namespaceExists(any())).thenReturn(true);
        when(plugins.invoke(any())).thenAnswer(invocation -> {
            PluginCall call = invocation.getArgument(0);
            return new PluginReply(0, call.verb() == CniVerb.ADD ? RESULT : "", "");
        });

        Events events = new Events(List.of(told::add, event -> others.accept(event)));
        CniClient cni = CniClient.builder()
                .invokers(List.of(plugins))
                .cacheDirectory(settings.cache())
                .listener(events::pluginCalled)
                .build();
        Namespaces pinned = Namespaces.builder()
                .backends(List.of(backend))
                .directory(settings.netns())
                .open();
        host = Host.of(settings, new HostGrounds(preconditions, pinned), new Records(store), links(), cni, events);
        pods = new Pods(host);
    }

    private static HostLinks links() {
        HostLinks links = mock();
        when(links.names()).thenReturn(Set.of("lo", "eth0"));
        return links;
    }

    /** Makes a plugin fail. */
    void fails(CniVerb verb, String type) {
        String error = "{\"cniVersion\": \"1.0.0\", \"code\": 100, \"msg\": \"no luck with " + type + "\"}";
        // Not when(...): that would call the stub that is there.
        doReturn(new PluginReply(1, error, "")).when(plugins).invoke(call(verb, type));
    }

    /** Makes a plugin succeed again. */
    void recovers(CniVerb verb, String type) {
        doReturn(new PluginReply(0, verb == CniVerb.ADD ? RESULT : "", ""))
                .when(plugins)
                .invoke(call(verb, type));
    }

    static PluginCall call(CniVerb verb, String type) {
        return ArgumentMatchers.argThat(new CallMatcher(verb, type));
    }

    /** What a mismatch prints. */
    private record CallMatcher(CniVerb verb, String plugin) implements ArgumentMatcher<PluginCall> {
        @Override
        public boolean matches(PluginCall call) {
            return call != null && call.verb() == verb && call.type().equals(plugin);
        }
    }
}
