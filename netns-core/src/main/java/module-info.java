// SPDX-License-Identifier: Apache-2.0
import io.podnet.netns.internal.jnr.JnrNamespaceBackend;
import io.podnet.netns.internal.nsenter.NsenterNamespaceBackend;
import io.podnet.netns.spi.NamespaceBackend;

/**
 * Linux network namespaces: make, pin, open, enter and remove them; links, addresses, routes and statistics in one.
 *
 * <p>From Java 24 on the JVM wants {@code --enable-native-access=org.jnrproject.jffi} (on the class path:
 * {@code ALL-UNNAMED}).
 */
module io.podnet.netns {
    requires static transitive org.apiguardian.api;
    requires static transitive org.jspecify;
    requires transitive io.podnet.base;
    // Only the backend nsenter needs it, to read what ip prints; it says so if it is missing.
    requires static com.fasterxml.jackson.databind;
    requires org.jnrproject.ffi;
    // jffi is named so that it lies on the module path wherever this module does: the native access flag names it.
    requires org.jnrproject.jffi;
    // jnr-ffi generates its stubs with it, but has no descriptor that would say so.
    requires org.objectweb.asm;
    requires org.slf4j;

    exports io.podnet.netns;
    exports io.podnet.netns.linux;
    exports io.podnet.netns.spi;

    // jnr-ffi defines the stubs of mapped interfaces in a module that has no name to open to.
    opens io.podnet.netns.internal.libc;

    uses NamespaceBackend;

    provides NamespaceBackend with
            JnrNamespaceBackend,
            NsenterNamespaceBackend;
}
