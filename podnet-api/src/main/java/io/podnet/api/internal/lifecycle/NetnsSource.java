// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.netns.Namespaces;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsName;

/** Where the namespace of a pod comes from that podnet pins. */
interface NetnsSource {
    /** Makes it, or finds it, and pins it. */
    Netns open(Namespaces namespaces, NetnsName pin);

    /** Makes a new one. */
    static NetnsSource fresh() {
        return Namespaces::create;
    }

    /** Takes that of a process. */
    static NetnsSource ofProcess(long pid) {
        return (namespaces, pin) -> {
            try (Netns found = namespaces.ofProcess(pid)) {
                namespaces.pin(found, pin);
            }
            return namespaces.open(pin);
        };
    }
}
