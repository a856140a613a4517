// SPDX-License-Identifier: Apache-2.0
/**
 * The usual CNI plugins as code in this JVM, by rtnetlink and nftables instead of processes: backend {@code native} of
 * {@link io.podnet.cni.spi.PluginInvoker}. Further plugins are found by ServiceLoader.
 *
 * <p>From Java 24 on the JVM wants {@code --enable-native-access=org.jnrproject.jffi} (on the class path:
 * {@code ALL-UNNAMED}).
 */
module io.podnet.cni.nativeplugins {
    requires static transitive org.apiguardian.api;
    requires static transitive org.jspecify;
    requires transitive io.podnet.base;
    requires transitive io.podnet.netns;
    requires transitive io.podnet.cni;
    requires com.fasterxml.jackson.databind;
    requires org.slf4j;

    exports io.podnet.cni.nativeplugins;
    exports io.podnet.cni.nativeplugins.spi;

    uses io.podnet.cni.nativeplugins.spi.NativePlugin;

    provides io.podnet.cni.nativeplugins.spi.NativePlugin with
            io.podnet.cni.nativeplugins.internal.plugin.Bandwidth,
            io.podnet.cni.nativeplugins.internal.plugin.Bridge,
            io.podnet.cni.nativeplugins.internal.plugin.Firewall,
            io.podnet.cni.nativeplugins.internal.plugin.HostDevice,
            io.podnet.cni.nativeplugins.internal.plugin.HostLocal,
            io.podnet.cni.nativeplugins.internal.plugin.Loopback,
            io.podnet.cni.nativeplugins.internal.plugin.Macvlan,
            io.podnet.cni.nativeplugins.internal.plugin.Portmap,
            io.podnet.cni.nativeplugins.internal.plugin.Ptp,
            io.podnet.cni.nativeplugins.internal.plugin.Static,
            io.podnet.cni.nativeplugins.internal.plugin.Tuning;
    provides io.podnet.cni.spi.PluginInvoker with
            io.podnet.cni.nativeplugins.internal.NativeInvoker;
}
