// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.plugin;

import io.podnet.cni.CniResult;
import io.podnet.cni.nativeplugins.internal.hostlocal.LeasePool;
import io.podnet.cni.nativeplugins.internal.link.ConfigRoutes;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import java.util.HashSet;
import java.util.Set;

/** Leases addresses from ranges of this host. */
public final class HostLocal implements NativePlugin {
    /** Does nothing. */
    public HostLocal() {}

    @Override
    public String type() {
        return "host-local";
    }

    @Override
    public Set<String> keys() {
        Set<String> keys = new HashSet<>(ConfigRoutes.KEYS);
        keys.addAll(Set.of("dataDir", "resolvConf", "ranges"));
        for (String each : Set.of("subnet", "rangeStart", "rangeEnd", "gateway")) {
            keys.add(each);
            keys.add("ranges." + each);
        }
        return keys;
    }

    @Override
    public Set<String> capabilities() {
        return Set.of("ipRanges", "ips");
    }

    @Override
    public CniResult add(NativeCall call) {
        return new LeasePool(call).lease();
    }

    @Override
    public void check(NativeCall call) {
        new LeasePool(call).check();
    }

    @Override
    public void delete(NativeCall call) {
        new LeasePool(call).release();
    }

    @Override
    public void status(NativeCall call) {
        new LeasePool(call).status();
    }
}
