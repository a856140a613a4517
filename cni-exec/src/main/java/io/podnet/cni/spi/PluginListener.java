// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.spi;

import io.podnet.cni.AttachmentId;
import io.podnet.cni.CniVerb;
import java.time.Duration;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Hears of every plugin that was called, once it has answered.
 *
 * <p><b>Threads</b>: called by the thread that called the plugin, which may hold locks: returns soon, and calls no
 * client.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface PluginListener {
    /**
     * Takes note of a call.
     *
     * @param event what was called, and how it went
     */
    void called(Event event);

    /**
     * One call of one plugin.
     *
     * @param plugin the plugin's type
     * @param verb what it was told to do
     * @param network the network's name; empty where there is none
     * @param attachment container and interface, if the verb has them
     * @param backend the backend that ran it
     * @param duration how long it took
     * @param stderr what it said besides its answer; may be empty
     * @param failure what went wrong; empty if it succeeded
     * @since 0.1
     */
    record Event(
            String plugin,
            CniVerb verb,
            String network,
            Optional<AttachmentId> attachment,
            String backend,
            Duration duration,
            String stderr,
            Optional<String> failure) {
        /**
         * Tells whether the plugin succeeded.
         *
         * @return true if nothing went wrong
         */
        public boolean succeeded() {
            return failure.isEmpty();
        }
    }
}
