/**
 * Linux network namespaces.
 */
module io.podnet.netns {
    requires static transitive org.apiguardian.api;
    requires static transitive org.jspecify;
    requires transitive io.podnet.base;
    requires org.jnrproject.ffi;
    // jffi is named so that it lies on the module path wherever this module does: the native access flag names it.
    requires org.jnrproject.jffi;
    // jnr-ffi generates its stubs with it, but has no descriptor that would say so.
    requires org.objectweb.asm;
    requires org.slf4j;

    exports io.podnet.netns;
    exports io.podnet.netns.linux;

    // jnr-ffi defines the stubs of mapped interfaces in a module that has no name to open to.
    opens io.podnet.netns.internal.libc;
}
