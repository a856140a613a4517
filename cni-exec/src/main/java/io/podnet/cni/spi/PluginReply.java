// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.spi;

import org.apiguardian.api.API;

/**
 * What a plugin answered.
 *
 * @param exit its exit status; 0 for success
 * @param stdout its result or its error, JSON as it was printed; may be empty
 * @param stderr what it said besides, for people; may be empty
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record PluginReply(int exit, String stdout, String stderr) {
    /**
     * Tells whether the plugin succeeded.
     *
     * @return true if its exit status was 0
     */
    public boolean succeeded() {
        return exit == 0;
    }
}
