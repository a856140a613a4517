// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import java.util.Locale;
import org.apiguardian.api.API;

/**
 * Where a pod is in its life.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum PodState {
    /** Known by its name, without a namespace of its own yet. */
    CREATED,
    /** Has its namespace, attached to its networks. */
    RUNNING,
    /** Was running once; everything outside its record is gone. */
    STOPPED;

    /**
     * Prints the name in lower case.
     *
     * @return {@code created}, {@code running} or {@code stopped}
     */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
