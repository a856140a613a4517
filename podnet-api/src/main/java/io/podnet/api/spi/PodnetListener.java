// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.spi;

import io.podnet.api.PodnetEvent;
import org.apiguardian.api.API;

/**
 * Hears of what has happened. Every listener that ServiceLoader finds hears of everything, and so do those that
 * {@link io.podnet.api.PodnetBuilder#listener} was given.
 *
 * <p>Whatever a listener throws is logged and changes nothing.
 *
 * <p><b>Threads</b>: called by the thread that did the work, while it may hold locks, and by several threads at once:
 * returns soon, and calls nothing of podnet.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface PodnetListener {
    /**
     * Takes note of an event.
     *
     * @param event what has happened
     */
    void happened(PodnetEvent event);
}
