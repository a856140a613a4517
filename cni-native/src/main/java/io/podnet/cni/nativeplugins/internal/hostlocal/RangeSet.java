// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.hostlocal;

import io.podnet.base.IpAddresses;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Ranges of one family of which an attachment gets one address.
 *
 * @param ranges one or more
 */
record RangeSet(List<Range> ranges) {
    static RangeSet of(int number, List<ConfigObject> configs) {
        if (configs.isEmpty()) {
            throw Faults.config("invalid range set " + number + ": empty range set");
        }
        List<Range> ranges = new ArrayList<>();
        for (ConfigObject config : configs) {
            Range range = Range.of(config);
            if (!ranges.isEmpty() && range.isIpv4() != ranges.get(0).isIpv4()) {
                throw Faults.config("invalid range set " + number + ": mixed address families");
            }
            for (Range other : ranges) {
                if (range.overlaps(other)) {
                    throw Faults.config(
                            "invalid range set " + number + ": subnets " + other + " and " + range + " overlap");
                }
            }
            ranges.add(range);
        }
        return new RangeSet(List.copyOf(ranges));
    }

    boolean isIpv4() {
        return ranges.get(0).isIpv4();
    }

    Optional<Range> rangeOf(InetAddress address) {
        return ranges.stream()
                .filter(range -> range.isIpv4() == IpAddresses.isIpv4(address) && range.contains(address))
                .findFirst();
    }

    boolean overlaps(RangeSet other) {
        return ranges.stream().anyMatch(one -> other.ranges.stream().anyMatch(one::overlaps));
    }

    @Override
    public String toString() {
        return ranges.stream().map(Range::toString).collect(Collectors.joining(","));
    }
}
