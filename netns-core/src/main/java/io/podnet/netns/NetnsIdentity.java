// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import org.apiguardian.api.API;

/**
 * Tells two namespaces apart that are both open: the kernel gives the inode of one that is gone to the next one. What has
 * to outlast a handle is kept as a {@linkplain Netns#cookie() cookie}.
 *
 * @param device the device of the kernel's namespace files
 * @param inode the namespace's file on it, as in {@code net:[4026531840]}
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record NetnsIdentity(long device, long inode) {
    /**
     * Prints the identity as the links in {@code /proc/PID/ns} do.
     *
     * @return such as {@code net:[4026531840]}
     */
    @Override
    public String toString() {
        return "net:[" + inode + "]";
    }
}
