// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.spi;

import org.apiguardian.api.API;

/**
 * Whether a backend can run a plugin.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface Support {
    /** The backend can run the plugin. */
    record Yes() implements Support {}

    /**
     * The backend cannot run the plugin.
     *
     * @param reason why not, as one sentence for people
     */
    record No(String reason) implements Support {}

    /**
     * Says that the backend can run the plugin.
     *
     * @return the answer
     */
    static Support yes() {
        return new Yes();
    }

    /**
     * Says that the backend cannot run the plugin.
     *
     * @param reason why not, as one sentence for people
     * @return the answer
     */
    static Support no(String reason) {
        return new No(reason);
    }
}
