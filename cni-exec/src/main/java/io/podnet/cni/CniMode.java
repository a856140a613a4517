// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import org.apiguardian.api.API;

/**
 * How closely to follow libcni where it is weaker than it could be.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum CniMode {
    /**
     * Follow the specification, and do what an operator would want where it is silent. A plugin's stdin carries no
     * {@code capabilities} and no {@code prevResult} or {@code cni.dev/...} key that lay in the configuration, and
     * numbers are exact.
     */
    IMPROVED,
    /** Do what libcni 1.3.0 does, known flaws included, for those who compare or depend on them. */
    LIBCNI
}
