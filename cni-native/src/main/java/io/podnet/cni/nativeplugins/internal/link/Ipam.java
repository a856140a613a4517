// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.link;

import io.podnet.cni.nativeplugins.spi.Delegate;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import java.util.Optional;

/** The plugin that manages addresses on behalf of another one. */
public final class Ipam {
    private Ipam() {}

    /**
     * Finds it.
     *
     * @param call the call
     * @return the plugin; empty if the configuration names none
     */
    public static Optional<Delegate> of(NativeCall call) {
        String type = call.config().object("ipam").string("type");
        return type.isEmpty() ? Optional.empty() : Optional.of(call.delegate(type));
    }
}
