// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.plugin;

import io.podnet.base.Failures;
import io.podnet.base.UndoStack;
import io.podnet.cni.CniResult;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.internal.hostdevice.DeviceMove;
import io.podnet.cni.nativeplugins.internal.hostdevice.HostDevices;
import io.podnet.cni.nativeplugins.internal.link.Ipam;
import io.podnet.cni.nativeplugins.internal.link.ResultCheck;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import io.podnet.cni.nativeplugins.spi.Delegate;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import io.podnet.cni.spi.Support;
import java.util.Set;

/** Moves an interface of the host into a container, and back. */
public final class HostDevice implements NativePlugin {
    /** Does nothing. */
    public HostDevice() {}

    @Override
    public String type() {
        return "host-device";
    }

    @Override
    public Set<String> keys() {
        return Set.of("device", "hwaddr", "kernelpath");
    }

    @Override
    public Support supports(ConfigObject config) {
        return HostDevices.isNamed(config)
                ? Support.yes()
                : Support.no("host-device wants device, hwaddr or kernelpath");
    }

    @Override
    public CniResult add(NativeCall call) {
        return call.allOrNothing(undo -> new DeviceMove(call, undo).in());
    }

    @Override
    public void check(NativeCall call) {
        Ipam.of(call).ifPresent(Delegate::check);
        ResultCheck check = new ResultCheck(call);
        check.addressesAndRoutes(check.podLink(""));
    }

    @Override
    public void delete(NativeCall call) {
        Failures failures = new Failures();
        // With its namespace, the kernel moves a device of hardware back by itself; all others go with it.
        if (call.hasPod()) {
            failures.attempt(() -> new DeviceMove(call, new UndoStack()).out());
        }
        if (failures.isEmpty()) {
            Ipam.of(call).ifPresent(ipam -> failures.attempt(ipam::delete));
        }
        failures.throwIfAny();
    }

    @Override
    public void status(NativeCall call) {
        if (supports(call.config()) instanceof Support.No no) {
            throw Faults.unavailable(no.reason());
        }
        Ipam.of(call).ifPresent(Delegate::status);
    }
}
