// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import org.apiguardian.api.API;

/**
 * Work without a result to be done inside a namespace; see {@link Netns#run}.
 *
 * @param <X> what it may throw
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface NetnsAction<X extends Exception> {
    /**
     * Does the work, on a thread that is inside the namespace.
     *
     * @throws X if it fails
     */
    void run() throws X;
}
