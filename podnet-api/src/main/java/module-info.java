// SPDX-License-Identifier: Apache-2.0
/**
 * Pods on networks: creates, starts, stops and removes them, keeps their records, and cleans up after crashes.
 *
 * <p>On the module path of JDK 24 and later, run with {@code --enable-native-access=org.jnrproject.jffi}.
 *
 * @uses io.podnet.api.spi.StateStoreProvider keeps the records
 * @uses io.podnet.api.spi.PodnetListener hears of what happens
 * @uses io.podnet.cni.spi.PluginInvoker to tell which there are
 * @uses io.podnet.inspect.spi.InspectConverter to tell which there are
 * @uses io.podnet.netns.spi.NamespaceBackend to tell which there are
 * @uses io.podnet.rootless.spi.PortForwarder to tell which there are
 * @uses io.podnet.rootless.spi.UserStack to tell which there are
 */
module io.podnet.api {
    // Where it is there, events are recorded.
    requires static jdk.jfr;
    requires static transitive org.apiguardian.api;
    requires static transitive org.jspecify;
    requires transitive io.podnet.base;
    requires transitive io.podnet.cni;
    requires transitive io.podnet.inspect;
    requires transitive io.podnet.netns;
    requires transitive io.podnet.rootless;
    requires com.fasterxml.jackson.databind;
    requires org.slf4j;

    exports io.podnet.api;
    exports io.podnet.api.spi;

    uses io.podnet.api.spi.PodnetListener;
    uses io.podnet.api.spi.StateStoreProvider;
    uses io.podnet.cni.spi.PluginInvoker;
    uses io.podnet.inspect.spi.InspectConverter;
    uses io.podnet.netns.spi.NamespaceBackend;
    uses io.podnet.rootless.spi.PortForwarder;
    uses io.podnet.rootless.spi.UserStack;

    provides io.podnet.api.spi.StateStoreProvider with
            io.podnet.api.internal.store.FileStateStoreProvider;
}
