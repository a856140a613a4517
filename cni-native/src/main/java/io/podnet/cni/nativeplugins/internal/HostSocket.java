// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import io.podnet.netns.linux.RtNetlink;
import org.jspecify.annotations.Nullable;

/**
 * The socket for the namespace that the JVM is in, kept from call to call. A thread that has gone elsewhere, where a
 * plugin's process would be born too, gets one of its own.
 */
final class HostSocket {
    private static @Nullable RtNetlink home;

    private HostSocket() {}

    /** A socket for the length of a call. */
    record Lease(RtNetlink rtnl, boolean isOwn) implements AutoCloseable {
        @Override
        public void close() {
            if (isOwn) {
                rtnl.close();
            }
        }
    }

    static Lease borrow() {
        if (!Namespaces.isThreadAtHome()) {
            return new Lease(RtNetlink.open(), true);
        }
        synchronized (HostSocket.class) {
            if (home == null) {
                home = RtNetlink.open();
            }
            return new Lease(home, false);
        }
    }
}
