// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.spi;

import io.podnet.base.Backend;
import io.podnet.rootless.RootlessException;
import org.apiguardian.api.API;

/**
 * A program that joins a network namespace to the outside without privileges: it takes packets from a tap device in the
 * namespace and makes sockets of the user's own of them.
 *
 * <p>It says what is to be started; podnet starts, watches, restarts and stops it. Whether it can work here
 * ({@link #probe()}) includes the program, the features it needs and {@code /dev/net/tun}.
 *
 * <p><b>Threads</b>: safe for use by several threads.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface UserStack extends Backend {
    /**
     * Checks everything that can be checked before the start, and says what is to be started. Changes nothing.
     *
     * @param request what is wanted
     * @return what to start
     * @throws io.podnet.base.InvalidValueException if an option or a port cannot be used
     * @throws RootlessException if the installed version cannot do what an option asks for
     */
    PreparedStack prepare(StackRequest request);

    /**
     * Tells whether the stack publishes ports itself, but only those it is given when it starts.
     *
     * @return true if {@link StackRequest#ports()} may name ports
     */
    default boolean takesPortsAtStart() {
        return false;
    }
}
