// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.hostlocal;

import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import java.net.InetAddress;

/**
 * A part of a subnet to lease from, with the defaults of the reference plugin: from the first host address to the last one,
 * the gateway being the first.
 *
 * @param subnet the subnet
 * @param start the first address
 * @param end the last address
 * @param gateway the gateway, which is not leased
 */
record Range(IpPrefix subnet, InetAddress start, InetAddress end, InetAddress gateway) {
    static Range of(ConfigObject config) {
        IpPrefix subnet = config.prefix("subnet").orElseThrow(() -> Faults.config("a range has no subnet"));
        if (!subnet.network().address().equals(subnet.address())) {
            throw Faults.config("Network has host bits set. For a subnet mask of length " + subnet.length()
                    + " the network address is "
                    + IpAddresses.format(subnet.network().address()));
        }
        if (subnet.length() > 8 * subnet.address().getAddress().length - 2) {
            throw Faults.config("Network " + subnet + " too small to allocate from");
        }
        InetAddress first = Addresses.next(subnet.address());
        InetAddress gateway = config.address("gateway").orElse(first);
        if (!subnet.contains(gateway)) {
            throw Faults.config("gateway " + IpAddresses.format(gateway) + " not in network " + subnet);
        }
        InetAddress start = config.address("rangeStart").orElse(first);
        inside(subnet, start);
        InetAddress end = config.address("rangeEnd").orElseGet(() -> last(subnet));
        inside(subnet, end);
        if (Addresses.compare(start, end) > 0) {
            throw Faults.config(IpAddresses.format(end) + " is in network " + subnet + " but before start "
                    + IpAddresses.format(start));
        }
        return new Range(subnet, start, end, gateway);
    }

    private static void inside(IpPrefix subnet, InetAddress address) {
        if (IpAddresses.isIpv4(address) != subnet.isIpv4()) {
            throw Faults.config("IP " + IpAddresses.format(address) + " is not the same protocol as subnet " + subnet);
        }
        if (!subnet.contains(address)) {
            throw Faults.config(IpAddresses.format(address) + " not in network " + subnet);
        }
    }

    // IPv4 has its broadcast address at the very end.
    private static InetAddress last(IpPrefix subnet) {
        byte[] bytes = subnet.last().getAddress();
        if (bytes.length == 4) {
            bytes[3]--;
        }
        return IpAddresses.of(bytes);
    }

    boolean isIpv4() {
        return subnet.isIpv4();
    }

    boolean contains(InetAddress address) {
        return subnet.contains(address)
                && Addresses.compare(start, address) <= 0
                && Addresses.compare(address, end) <= 0;
    }

    boolean overlaps(Range other) {
        return isIpv4() == other.isIpv4()
                && Addresses.compare(start, other.end) <= 0
                && Addresses.compare(other.start, end) <= 0;
    }

    /** As Go prints a range in messages. */
    @Override
    public String toString() {
        return IpAddresses.format(start) + "-" + IpAddresses.format(end);
    }
}
