// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import io.podnet.base.IpPrefix;
import java.net.InetAddress;
import java.util.Optional;

/**
 * An element of a set or map of the table.
 *
 * @param set where it is
 * @param key its key, as a command names it
 * @param comment whose it is; may be empty
 * @param address the pod that it is about: the key of a set, the target of a map
 * @param subnet the subnet that it is about
 */
record Element(String set, String key, String comment, Optional<InetAddress> address, Optional<IpPrefix> subnet) {
    boolean isPublication() {
        return set.startsWith("ports") || set.startsWith("host_ports");
    }

    boolean isOf(Owner owner) {
        String label = owner.label();
        return comment.equals(label) || (set.startsWith("published") && comment.startsWith(label + " "));
    }
}
