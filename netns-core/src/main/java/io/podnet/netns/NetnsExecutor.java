// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import java.util.concurrent.ExecutorService;
import org.apiguardian.api.API;

/**
 * An executor whose threads live in a namespace; {@link Netns#executor} makes one. It keeps the namespace alive until it is
 * closed, also after the handle that made it.
 *
 * <p>Its threads are platform threads of its own: a virtual thread would leave the namespace with every switch of its
 * carrier.
 *
 * <p><b>Threads</b>: any.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface NetnsExecutor extends ExecutorService, AutoCloseable {
    /**
     * Takes no more tasks, and waits until those that were taken are done and the threads have left. A thread that is
     * interrupted while it waits interrupts the tasks, drops those that have not begun, and goes on to wait.
     */
    @Override
    void close();
}
