// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.stack;

import java.util.List;
import java.util.OptionalLong;

/** How to run a program in the user namespace of a holder, where it has the right to enter the network namespaces. */
final class Enter {
    private Enter() {}

    static List<String> userNamespace(OptionalLong holder) {
        if (holder.isEmpty()) {
            return List.of();
        }
        // The mount namespace stays ours: the holder's resolv.conf names the stack itself.
        return List.of("nsenter", "-t", Long.toString(holder.getAsLong()), "-U", "--preserve-credentials", "--");
    }
}
