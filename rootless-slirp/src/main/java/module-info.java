import io.podnet.rootless.spi.UserStack;

/**
 * A network for a user without privileges: a namespace of the user's own, joined to the outside by a user-mode network
 * stack such as slirp4netns or pasta.
 */
module io.podnet.rootless {
    requires static transitive org.apiguardian.api;
    requires static transitive org.jspecify;
    requires transitive io.podnet.base;
    requires transitive io.podnet.netns;
    requires com.fasterxml.jackson.databind;
    requires org.slf4j;

    exports io.podnet.rootless;
    exports io.podnet.rootless.spi;

    uses UserStack;

    provides UserStack with
            io.podnet.rootless.internal.stack.Slirp4netnsStack,
            io.podnet.rootless.internal.stack.PastaStack;
}
