// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal;

import io.podnet.netns.LinkName;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsExistsException;

/** What has to be made sure of before a link is moved. */
public final class Moves {
    private Moves() {}

    /** Fails if a name is taken: the kernel moves the link first and only then finds that it cannot rename it. */
    public static void requireFree(LinkName name, Netns target, LinkName newName) {
        if (target.links().find(newName).isPresent()) {
            throw new NetnsExistsException(
                    "cannot move link " + name + " to " + target + ": there is a link \"" + newName + "\" already",
                    null);
        }
    }
}
