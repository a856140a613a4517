// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Work to be done inside a namespace; see {@link Netns#call}.
 *
 * @param <T> its result
 * @param <X> what it may throw
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface NetnsTask<T extends @Nullable Object, X extends Exception> {
    /**
     * Does the work, on a thread that is inside the namespace.
     *
     * @return the result
     * @throws X if it fails
     */
    T call() throws X;
}
