// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.stack;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.rootless.InvalidOptionException;
import io.podnet.rootless.StackAddresses;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The addresses that slirp4netns has by its rules: offsets into its network (slirp4netns(1), DESCRIPTION). */
final class Slirp4netnsAddresses {
    static final IpPrefix DEFAULT_SUBNET = IpPrefix.parse("10.0.2.0/24");
    /** Fixed, whatever the IPv4 network is. */
    static final IpPrefix IPV6_SUBNET = IpPrefix.parse("fd00::/64");

    private static final InetAddress IPV6_DNS = IpAddresses.parse("fd00::3");
    private static final int GATEWAY = 2;
    private static final int DNS = 3;
    private static final int GUEST = 100;

    private Slirp4netnsAddresses() {}

    static StackAddresses of(IpPrefix subnet, boolean ipv6) {
        List<InetAddress> dns = new ArrayList<>();
        dns.add(dns(subnet));
        if (ipv6) {
            dns.add(IPV6_DNS);
        }
        return new StackAddresses(
                Optional.of(subnet),
                Optional.of(guest(subnet)),
                Optional.of(gateway(subnet)),
                dns,
                ipv6 ? Optional.of(IPV6_SUBNET) : Optional.empty());
    }

    static InetAddress guest(IpPrefix subnet) {
        return plus("ip", subnet, GUEST);
    }

    static InetAddress gateway(IpPrefix subnet) {
        return plus("gateway ip", subnet, GATEWAY);
    }

    static InetAddress dns(IpPrefix subnet) {
        return plus("dns ip", subnet, DNS);
    }

    private static InetAddress plus(String what, IpPrefix subnet, int offset) {
        IpPrefix network = subnet.network();
        if (!network.isIpv4()) {
            throw new InvalidValueException("cidr", subnet, "slirp4netns wants an IPv4 network");
        }
        int base = ByteBuffer.wrap(network.address().getAddress()).getInt();
        int sum = base + offset;
        String first = IpAddresses.format(network.address());
        if (Integer.compareUnsigned(sum, base) < 0) {
            throw failure(
                    what, subnet, "integer overflow while calculating ip address offset, " + first + " + " + offset);
        }
        InetAddress address = IpAddresses.of(ByteBuffer.allocate(4).putInt(sum).array());
        if (!network.contains(address)) {
            throw failure(
                    what,
                    subnet,
                    "calculated ip address " + IpAddresses.format(address) + " is not within given subnet " + network);
        }
        return address;
    }

    private static InvalidOptionException failure(String what, IpPrefix subnet, String reason) {
        return new InvalidOptionException(
                "error calculating expected " + what + " for slirp4netns: " + reason,
                "cidr",
                subnet.toString(),
                reason,
                null);
    }
}
