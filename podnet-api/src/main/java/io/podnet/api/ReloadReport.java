// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import java.util.List;
import org.apiguardian.api.API;

/**
 * What {@link Pod#reload()} found and made.
 *
 * @param attachments the pod's interfaces, with the addresses that they had before, unless somebody else has got one since
 * @param missing what was found missing and is there again, a sentence each: what the plugins' CHECK and DEL complained
 *     about; and which addresses somebody else had got, and what the pod has instead
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ReloadReport(List<PodAttachment> attachments, List<String> missing) {
    /**
     * Copies the lists.
     *
     * @param attachments the pod's interfaces
     * @param missing what was found missing
     */
    public ReloadReport {
        attachments = List.copyOf(attachments);
        missing = List.copyOf(missing);
    }
}
