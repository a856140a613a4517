// SPDX-License-Identifier: Apache-2.0
import io.podnet.rootless.spi.PortForwarder;
import io.podnet.rootless.spi.UserStack;

/**
 * A network for a user without privileges: a namespace of the user's own, joined to the outside by a user-mode network
 * stack such as slirp4netns or pasta.
 */
module io.podnet.rootless {
    requires static transitive org.apiguardian.api;
    requires static transitive org.jspecify;
    requires transitive io.podnet.base;
    requires com.fasterxml.jackson.databind;
    requires org.slf4j;

    exports io.podnet.rootless;
    exports io.podnet.rootless.spi;

    opens io.podnet.rootless.internal.holder to
            com.fasterxml.jackson.databind;

    uses UserStack;
    uses PortForwarder;

    provides UserStack with
            io.podnet.rootless.internal.stack.Slirp4netnsStack,
            io.podnet.rootless.internal.stack.PastaStack;
    provides PortForwarder with
            io.podnet.rootless.internal.forward.SlirpForwarder,
            io.podnet.rootless.internal.forward.PastaForwarder,
            io.podnet.rootless.internal.forward.RootlesskitForwarder;
}
