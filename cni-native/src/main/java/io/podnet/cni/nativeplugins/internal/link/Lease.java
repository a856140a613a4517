// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.link;

import io.podnet.base.UndoStack;
import io.podnet.cni.CniResult;
import io.podnet.cni.Result100;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.spi.Delegate;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import java.util.Optional;

/** The addresses of an attachment that is being made, of whichever plugin manages them. */
public final class Lease {
    private final Optional<Delegate> ipam;
    private boolean isTaken;

    private Lease(Optional<Delegate> ipam) {
        this.ipam = ipam;
    }

    /**
     * Finds the plugin; nothing is leased yet.
     *
     * @param call the call
     * @return the lease
     */
    public static Lease of(NativeCall call) {
        return new Lease(Ipam.of(call));
    }

    /**
     * Tells whether there are to be addresses.
     *
     * @return false if the configuration names no plugin
     */
    public boolean isWanted() {
        return ipam.isPresent();
    }

    /**
     * Gets addresses.
     *
     * @return the addresses, at least one
     */
    public Result100 take() {
        CniResult result =
                ipam.orElseThrow(() -> Faults.config("ipam is missing")).add();
        isTaken = true;
        if (result.ips().isEmpty()) {
            throw Faults.internal("IPAM plugin returned missing IP config");
        }
        return result.latest();
    }

    /**
     * Undoes the making of the link that is to have the addresses. They are released once it is gone, and not at all if it
     * stays: it would answer for them when they are somebody else's. Nor is it forgotten then.
     *
     * @param removal removes the link if it is there
     * @param forgetting forgets that it was about to be made
     * @return does all that, and releases what has been leased by then
     */
    public UndoStack.Step releasedAfter(UndoStack.Step removal, UndoStack.Step forgetting) {
        return () -> {
            removal.undo();
            if (isTaken) {
                ipam.ifPresent(Delegate::delete);
            }
            forgetting.undo();
        };
    }
}
