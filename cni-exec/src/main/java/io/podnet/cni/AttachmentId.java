// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import java.io.Serializable;
import org.apiguardian.api.API;

/**
 * What tells the attachments to one network apart.
 *
 * @param containerId the container
 * @param ifName the interface inside the container
 * @since 0.1
 * @serial exclude
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@SuppressWarnings("InvalidBlockTag") // javadoc wants comments on the fields of a serializable record, which has none
public record AttachmentId(String containerId, String ifName) implements Serializable {
    /**
     * Prints both parts.
     *
     * @return such as {@code c0ffee/eth0}
     */
    @Override
    public String toString() {
        return containerId + "/" + ifName;
    }
}
