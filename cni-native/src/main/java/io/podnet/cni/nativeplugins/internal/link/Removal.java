// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.link;

import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.LinkRequests;
import io.podnet.netns.linux.NativeException;

/** Removes links that others may remove too: people, or the kernel with the namespace or the link below. */
public final class Removal {
    private Removal() {}

    /**
     * Removes a link; succeeds if it is gone.
     *
     * @param links where it is
     * @param index its index
     */
    public static void of(LinkRequests links, int index) {
        try {
            links.delete(index);
        } catch (NativeException e) {
            // EINVAL is for the number of a namespace that has ended.
            if (!e.is(Errno.ENODEV) && !e.is(Errno.EINVAL)) {
                throw e;
            }
        }
    }
}
