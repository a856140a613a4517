// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import org.apiguardian.api.API;

/**
 * What every backend that ServiceLoader finds tells about itself; each SPI extends this.
 *
 * <p>An implementation has a public constructor without arguments that does nothing: all work waits for
 * {@link #probe()} or for the SPI's own methods.
 *
 * <p><b>Threads</b>: safe for use by several threads.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Backend {
    /** The priority of a backend that does not care. */
    int DEFAULT_PRIORITY = 100;

    /**
     * Names the backend, for properties and options.
     *
     * @return a name in kebab-case, unique among the backends of its SPI
     */
    String name();

    /**
     * Orders the backends when none is named: the available one with the highest priority is taken.
     *
     * @return {@value #DEFAULT_PRIORITY} unless the backend has reasons
     */
    default int priority() {
        return DEFAULT_PRIORITY;
    }

    /**
     * Finds out whether the backend can work here. Changes nothing and answers within a second.
     *
     * @return the answer with its reason
     */
    Availability probe();
}
