// SPDX-License-Identifier: Apache-2.0
/**
 * The Container Network Interface 1.1.0: network configurations, plugin chains, results of every version, the result
 * cache that libcni shares, GC and STATUS. Needs nothing native.
 */
module io.podnet.cni {
    requires static transitive org.apiguardian.api;
    requires static transitive org.jspecify;
    requires transitive io.podnet.base;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.module.afterburner;
    requires org.slf4j;

    exports io.podnet.cni;
    exports io.podnet.cni.spi;

    uses io.podnet.cni.spi.PluginInvoker;

    provides io.podnet.cni.spi.PluginInvoker with
            io.podnet.cni.internal.exec.ExecInvoker;
}
