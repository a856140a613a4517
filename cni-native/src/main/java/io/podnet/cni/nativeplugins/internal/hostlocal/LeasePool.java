// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.hostlocal;

import io.podnet.base.IpAddresses;
import io.podnet.cni.CniDns;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVersion;
import io.podnet.cni.Result100;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The verbs of host-local. */
public final class LeasePool {
    private final NativeCall call;

    /**
     * Works for one call.
     *
     * @param call the call
     */
    public LeasePool(NativeCall call) {
        this.call = call;
    }

    /**
     * Leases an address of each range set, or none at all.
     *
     * @return the addresses, routes and name servers
     */
    public CniResult lease() {
        HostLocalConfig config = HostLocalConfig.of(call);
        CniDns dns = config.resolvConf().isEmpty() ? CniDns.EMPTY : ResolvConf.read(Path.of(config.resolvConf()));
        call.step("lease addresses");
        try (Leases leases = Leases.open(config.directory())) {
            try {
                return new Result100(CniVersion.LATEST, List.of(), addresses(config, leases), config.routes(), dns);
            } catch (IOException | RuntimeException e) {
                leases.giveBack(e);
                throw e;
            }
        } catch (IOException e) {
            throw Faults.internal("cannot lease an address in " + config.directory() + ": " + e, e);
        }
    }

    private List<CniIp> addresses(HostLocalConfig config, Leases leases) throws IOException {
        Set<InetAddress> requested = new LinkedHashSet<>(config.requested());
        List<CniIp> addresses = new ArrayList<>();
        for (RangeSet set : config.ranges()) {
            Allocation allocation = new Allocation(leases, call.attachment(), set, addresses.size());
            Optional<InetAddress> wanted = requested.stream()
                    .filter(each -> set.rangeOf(each).isPresent())
                    .findFirst();
            wanted.ifPresent(requested::remove);
            addresses.add(wanted.isPresent() ? allocation.requested(wanted.get()) : allocation.next());
        }
        if (!requested.isEmpty()) {
            throw Faults.internal("failed to allocate all requested IPs: "
                    + requested.stream().map(IpAddresses::format).collect(Collectors.joining(" ")));
        }
        return addresses;
    }

    /** Finds out whether the attachment has an address, whichever. */
    public void check() {
        Path directory = HostLocalConfig.of(call).directory();
        try {
            Optional<Leases> leases = Leases.openExisting(directory);
            if (leases.isPresent()) {
                try (Leases open = leases.get()) {
                    if (!open.of(call.attachment()).isEmpty()) {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            throw Faults.internal("cannot read the leases in " + directory + ": " + e, e);
        }
        throw Faults.internal("host-local: Failed to find address added by container " + call.containerId());
    }

    /** Releases all addresses of the attachment. */
    public void release() {
        Path directory = HostLocalConfig.directory(call);
        call.step("release addresses");
        try {
            Optional<Leases> leases = Leases.openExisting(directory);
            if (leases.isPresent()) {
                try (Leases open = leases.get()) {
                    open.release(call.attachment());
                }
            }
        } catch (IOException e) {
            throw Faults.internal("cannot release a lease in " + directory + ": " + e, e);
        }
    }

    /** Finds out whether there is an address left in each set. */
    public void status() {
        HostLocalConfig config = HostLocalConfig.of(call);
        try {
            Optional<Leases> leases = Leases.openExisting(config.directory());
            if (leases.isPresent()) {
                try (Leases open = leases.get()) {
                    for (RangeSet set : config.ranges()) {
                        if (!open.hasFree(set)) {
                            throw Faults.unavailable("no IP addresses available in range set: " + set);
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw Faults.internal("cannot read the leases in " + config.directory() + ": " + e, e);
        }
    }
}
