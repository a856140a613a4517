// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.hostlocal;

import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.CniException;
import io.podnet.cni.CniIp;
import io.podnet.cni.nativeplugins.internal.Faults;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One address of one set: the one that was asked for, or the next free one after the one that was leased last. */
final class Allocation {
    private final Leases leases;
    private final AttachmentId attachment;
    private final RangeSet set;
    private final int number;

    Allocation(Leases leases, AttachmentId attachment, RangeSet set, int number) {
        this.leases = leases;
        this.attachment = attachment;
        this.set = set;
        this.number = number;
    }

    CniIp requested(InetAddress address) throws IOException {
        Range range = set.rangeOf(address).orElseThrow();
        if (address.equals(range.gateway())) {
            throw failure("requested ip " + IpAddresses.format(address) + " is subnet's gateway");
        }
        if (!leases.take(address, attachment, number)) {
            throw failure(
                    "requested IP address " + IpAddresses.format(address) + " is not available in range set " + set);
        }
        return result(address, range);
    }

    CniIp next() throws IOException {
        for (InetAddress held : leases.of(attachment)) {
            if (set.rangeOf(held).isPresent()) {
                throw failure(IpAddresses.format(held) + " has been allocated to " + attachment.containerId()
                        + ", duplicate allocation is not allowed");
            }
        }
        List<Range> ranges = set.ranges();
        Optional<InetAddress> last =
                leases.last(number).filter(each -> set.rangeOf(each).isPresent());
        int first = last.map(each -> ranges.indexOf(set.rangeOf(each).orElseThrow()))
                .orElse(0);
        // From the last one on to the end of its range, through the other ranges, and from the start of it to the last
        // one.
        if (last.isPresent()) {
            Optional<CniIp> found = search(ranges.get(first), last.get(), false);
            if (found.isPresent()) {
                return found.get();
            }
        }
        for (int i = last.isPresent() ? 1 : 0; i < ranges.size() + (last.isPresent() ? 1 : 0); i++) {
            Range range = ranges.get((first + i) % ranges.size());
            Optional<CniIp> found = search(range, range.start(), true);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw failure("no IP addresses available in range set: " + set);
    }

    private Optional<CniIp> search(Range range, InetAddress from, boolean inclusive) throws IOException {
        InetAddress address = from;
        if (!inclusive) {
            if (from.equals(range.end())) {
                return Optional.empty();
            }
            address = Addresses.next(from);
        }
        while (true) {
            if (!address.equals(range.gateway()) && leases.take(address, attachment, number)) {
                return Optional.of(result(address, range));
            }
            if (address.equals(range.end())) {
                return Optional.empty();
            }
            address = Addresses.next(address);
        }
    }

    private static CniIp result(InetAddress address, Range range) {
        IpPrefix prefix = new IpPrefix(address, range.subnet().length());
        return new CniIp(prefix.isIpv4() ? "4" : "6", OptionalInt.empty(), prefix, Optional.of(range.gateway()));
    }

    private CniException failure(String msg) {
        return Faults.internal("failed to allocate for range " + number + ": " + msg);
    }
}
