// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.stack;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.rootless.InvalidOptionException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What slirp4netns shall do, from {@code KEY=VALUE} options with podman's keys, checks and messages.
 *
 * @param cidr its network; empty for 10.0.2.0/24
 * @param portHandler the port forwarding handler asked for; empty if none was
 * @param allowHostLoopback whether the host's 127.0.0.1 can be reached at the gateway's address
 * @param ipv6 whether it has IPv6
 * @param outboundAddress the host's IPv4 address or interface that connections leave by; empty for any
 * @param outboundAddress6 the same for IPv6
 * @param mtu of the tap device, in bytes
 */
record Slirp4netnsOptions(
        Optional<IpPrefix> cidr,
        String portHandler,
        boolean allowHostLoopback,
        Ipv6 ipv6,
        String outboundAddress,
        String outboundAddress6,
        int mtu) {
    static final int DEFAULT_MTU = 65520;

    /** RFC 791: every host takes packets of 68 bytes. */
    private static final int MIN_MTU = 68;

    private static final int MAX_MTU = 65521;

    private static final int MAX_PREFIX = 25;

    /** Whether IPv6 was asked for: a default may be dropped where the program lacks it, a wish may not. */
    enum Ipv6 {
        DEFAULT,
        ON,
        OFF
    }

    static Slirp4netnsOptions parse(List<String> options) {
        Parser parser = new Parser();
        options.forEach(parser::add);
        return parser.result();
    }

    /** Takes the options in order; the later one wins. */
    private static final class Parser {
        private @Nullable IpPrefix cidr;
        private String portHandler = "";
        private boolean allowHostLoopback;
        private Ipv6 ipv6 = Ipv6.DEFAULT;
        private String outboundAddress = "";
        private String outboundAddress6 = "";
        private int mtu = DEFAULT_MTU;

        void add(String option) {
            int equals = option.indexOf('=');
            String key = equals < 0 ? "" : option.substring(0, equals);
            String value = option.substring(equals + 1);
            switch (key) {
                case "cidr" -> cidr = cidr(value);
                case "port_handler" -> {
                    if (!value.equals("slirp4netns") && !value.equals("rootlesskit")) {
                        String text = "unknown port_handler for slirp4netns: " + GoText.quote(value);
                        throw new InvalidOptionException(text, key, value, "want slirp4netns or rootlesskit", null);
                    }
                    portHandler = value;
                }
                case "allow_host_loopback" -> allowHostLoopback = flag(key, value);
                case "enable_ipv6" -> ipv6 = flag(key, value) ? Ipv6.ON : Ipv6.OFF;
                case "outbound_addr" -> {
                    if (!isAddress(value, true) && !isInterface(value)) {
                        throw invalid("invalid outbound_addr ", key, value, "want an IPv4 address or an interface");
                    }
                    outboundAddress = value;
                }
                case "outbound_addr6" -> {
                    if (!isAddress(value, false) && !isInterface(value)) {
                        throw invalid("invalid outbound_addr6: ", key, value, "want an IPv6 address or an interface");
                    }
                    outboundAddress6 = value;
                }
                case "mtu" -> mtu = mtu(value);
                default ->
                    throw invalid(
                            "unknown option for slirp4netns: ",
                            "slirp4netns option",
                            option,
                            "want KEY=VALUE with one of the keys cidr, port_handler, allow_host_loopback, enable_ipv6,"
                                    + " outbound_addr, outbound_addr6, mtu");
            }
        }

        Slirp4netnsOptions result() {
            return new Slirp4netnsOptions(
                    Optional.ofNullable(cidr),
                    portHandler,
                    allowHostLoopback,
                    ipv6,
                    outboundAddress,
                    outboundAddress6,
                    mtu);
        }
    }

    private static IpPrefix cidr(String value) {
        IpPrefix prefix;
        try {
            prefix = IpPrefix.parse(value);
        } catch (InvalidValueException e) {
            throw new InvalidOptionException("invalid cidr " + GoText.quote(value), "cidr", value, e.getMessage(), e);
        }
        if (!prefix.isIpv4()) {
            throw invalid("invalid cidr ", "cidr", value, "want an IPv4 network");
        }
        // What slirp4netns itself refuses, after it has started and into its log only (parse_cidr in its main.c).
        if (!prefix.equals(prefix.network())) {
            throw new InvalidValueException(
                    "cidr", value, "has host bits set, slirp4netns wants the network " + prefix.network());
        }
        if (prefix.length() < 1 || prefix.length() > MAX_PREFIX) {
            throw new InvalidValueException(
                    "cidr",
                    value,
                    "slirp4netns wants a prefix length of 1 to " + MAX_PREFIX
                            + ", since its guest is the network's address + 100");
        }
        Slirp4netnsAddresses.guest(prefix);
        return prefix;
    }

    private static int mtu(String value) {
        int mtu;
        try {
            mtu = value.matches("[+-]?[0-9]+") ? Integer.parseInt(value) : 0;
        } catch (NumberFormatException e) {
            mtu = 0;
        }
        if (mtu < MIN_MTU) {
            throw invalid("invalid mtu ", "mtu", value, "want a number of bytes from " + MIN_MTU + " to " + MAX_MTU);
        }
        if (mtu > MAX_MTU) {
            throw new InvalidValueException("mtu", value, "slirp4netns takes at most " + MAX_MTU);
        }
        return mtu;
    }

    private static boolean flag(String key, String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw invalid("invalid value of " + key + " for slirp4netns: ", key, value, "want true or false");
        }
        return value.equals("true");
    }

    private static boolean isAddress(String value, boolean ipv4) {
        try {
            InetAddress address = IpAddresses.parse(value);
            return IpAddresses.isIpv4(address) == ipv4;
        } catch (InvalidValueException e) {
            return false;
        }
    }

    // Never a name that slirp4netns would take for an option.
    private static boolean isInterface(String value) {
        try {
            return !value.isEmpty() && !value.startsWith("-") && NetworkInterface.getByName(value) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    private static InvalidOptionException invalid(String text, String option, String value, String reason) {
        return new InvalidOptionException(text + GoText.quote(value), option, value, reason, null);
    }
}
