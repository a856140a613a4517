// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.grounds;

import io.podnet.api.PodException;

/** What has to be so before a pod can be started. */
public interface Preconditions {
    /**
     * Looks, and changes nothing.
     *
     * @throws PodException ({@code privileges-missing}, {@code directory-unusable}) if a pod cannot be started
     */
    void check();
}
