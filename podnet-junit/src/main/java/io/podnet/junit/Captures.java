// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit;

import org.apiguardian.api.API;

/**
 * Says when what the hosts send and receive is kept.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Captures {
    /** When the test fails. */
    ON_FAILURE,
    /** After each test. */
    ALWAYS,
    /** Never; nothing is captured. */
    NEVER
}
