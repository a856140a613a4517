// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.spi;

import io.podnet.rootless.RootlessException;
import java.util.Map;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * The processes of one port forwarding handler in one scope: recorded before they run, and stopped with the last pod
 * whatever happens.
 *
 * <p><b>Threads</b>: to be used only within the call that handed it out.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Helpers {
    /**
     * Lists the processes that were started and still run.
     *
     * @return their keys, each with what it was started for
     */
    Map<String, Set<String>> running();

    /**
     * Starts a process and waits until it is ready.
     *
     * @param key tells it apart from the handler's others; letters, digits and dashes
     * @param command what to start
     * @param purpose what it is for, in the handler's own words; told by {@link #running()} again
     * @throws RootlessException if it cannot be started
     */
    void start(String key, HelperCommand command, Set<String> purpose);

    /**
     * Stops a process; does nothing if there is none of that key.
     *
     * @param key its key
     * @throws RootlessException if it does not end
     */
    void stop(String key);
}
