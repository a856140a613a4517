// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.link;

import io.podnet.base.UndoStack;
import io.podnet.cni.CniResult;
import io.podnet.cni.Result100;
import io.podnet.cni.nativeplugins.internal.Faults;
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

    /**
     * Gets addresses.
     *
     * @param ipam the plugin
     * @param undo gets what releases them again
     * @return the addresses, at least one
     */
    public static Result100 add(Delegate ipam, UndoStack undo) {
        CniResult result = ipam.add();
        undo.push(ipam::delete);
        if (result.ips().isEmpty()) {
            throw Faults.internal("IPAM plugin returned missing IP config");
        }
        return result.latest();
    }
}
