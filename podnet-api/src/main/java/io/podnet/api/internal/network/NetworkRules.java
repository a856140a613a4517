// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import io.podnet.api.AddressRange;
import io.podnet.api.NetworkDriver;
import io.podnet.api.NetworkIpam;
import io.podnet.api.NetworkSpec;
import io.podnet.api.NetworkSubnet;
import io.podnet.api.PodException;
import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.cni.CniException;
import io.podnet.cni.CniNames;
import io.podnet.netns.LinkName;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What can be said of a network's description by itself, in podman's words where it has some. */
final class NetworkRules {
    /** The cache's file is NETWORK-CONTAINER-INTERFACE, with 64 and up to 15 bytes, and names have 255 (NAME_MAX). */
    private static final int LONGEST_NAME = 255 - 64 - 15 - 2;

    /** What stands before the colon, or alone, where a pod's network is named. */
    private static final Set<String> MODES_OF_PODS =
            Set.of("bridge", "none", "host", "private", "slirp4netns", "pasta", "ns", "pod", "container");

    private static final int LARGEST_MTU = 65535;
    private static final int LARGEST_VLAN = 4094;

    /** What strconv.ParseBool of Go takes. */
    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");

    private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");
    private static final Map<NetworkDriver, List<String>> MODES = Map.of(
            NetworkDriver.MACVLAN, List.of("bridge", "private", "vepa", "passthru"),
            NetworkDriver.IPVLAN, List.of("l2", "l3", "l3s"));

    private NetworkRules() {}

    static PodException invalid(String text) {
        return new PodException("network-invalid", text);
    }

    static void check(NetworkSpec spec) {
        spec.name().ifPresent(NetworkRules::checkName);
        spec.interfaceName().ifPresent(NetworkRules::checkInterface);
        spec.options().forEach((option, value) -> checkOption(spec.driver(), option, value));
        spec.labels().keySet().forEach(NetworkRules::checkLabel);
        for (int i = 0; i < spec.subnets().size(); i++) {
            NetworkSubnet subnet = spec.subnets().get(i);
            checkSubnet(subnet);
            for (NetworkSubnet other : spec.subnets().subList(0, i)) {
                if (other.subnet().overlaps(subnet.subnet())) {
                    throw invalid("subnet " + subnet.subnet() + " overlaps subnet " + other.subnet());
                }
            }
        }
        checkIpam(spec);
    }

    private static void checkName(String name) {
        try {
            CniNames.checkNetworkName(name);
        } catch (CniException e) {
            throw invalid(
                    "network name " + name + " invalid: names must match [a-zA-Z0-9][a-zA-Z0-9_.-]*: invalid argument");
        }
        if (MODES_OF_PODS.contains(name)) {
            throw invalid(
                    "cannot create network with name \"" + name + "\" because it conflicts with a valid network mode");
        }
        if (name.length() > LONGEST_NAME) {
            throw invalid("network name " + name + " invalid: names have at most " + LONGEST_NAME + " characters");
        }
    }

    private static void checkInterface(String name) {
        try {
            LinkName.of(name);
        } catch (InvalidValueException e) {
            throw invalid("network interface name " + name + " invalid: " + e.getMessage());
        }
    }

    private static void checkLabel(String label) {
        if (label.isEmpty()) {
            throw invalid("failed to parse labels: invalid label format: a label has no name");
        }
    }

    private static void checkOption(NetworkDriver driver, String option, String value) {
        boolean bridge = driver == NetworkDriver.BRIDGE;
        switch (option) {
            case "mtu" -> checkNumber("mtu", value, LARGEST_MTU);
            case "vlan" -> {
                if (!bridge) {
                    throw invalid("vlan option is only supported with the bridge driver");
                }
                checkNumber("vlan ID", value, LARGEST_VLAN);
            }
            case "isolate" -> {
                if (!bridge) {
                    throw invalid("isolate option is only supported with the bridge driver");
                }
                isIsolated(value);
            }
            case "mode" -> checkMode(driver, value);
            default -> throw invalid("unsupported network option " + option);
        }
    }

    private static void checkMode(NetworkDriver driver, String mode) {
        List<String> modes = MODES.get(driver);
        if (modes == null) {
            throw invalid("cannot set option \"mode\" with driver \"" + driver + "\"");
        }
        if (!modes.contains(mode)) {
            throw invalid("unknown " + driver + " mode \"" + mode + "\"");
        }
    }

    private static void checkNumber(String field, String value, int largest) {
        if (value.matches("-?[0-9]{1,9}")) {
            int number = Integer.parseInt(value);
            if (number >= 0 && number <= largest) {
                return;
            }
        }
        throw invalid(field + " " + value + " must be between 0 and " + largest);
    }

    /** Reads the option {@code isolate}. */
    static boolean isIsolated(String value) {
        if (TRUE.contains(value)) {
            return true;
        }
        if (FALSE.contains(value)) {
            return false;
        }
        throw invalid("failed to parse isolate option: \"" + value + "\" is neither true nor false");
    }

    private static void checkSubnet(NetworkSubnet each) {
        IpPrefix subnet = each.subnet();
        // host-local: "Network too small to allocate from".
        if (subnet.length() > (subnet.isIpv4() ? 30 : 126)) {
            throw invalid("subnet " + subnet + " is too small: it has no address for a pod beside the gateway's");
        }
        if (subnet.length() == 0
                || subnet.address().isMulticastAddress()
                || subnet.address().isLoopbackAddress()) {
            throw invalid("subnet " + subnet + " is none that pods can have addresses of");
        }
        each.gateway().filter(gateway -> !subnet.contains(gateway)).ifPresent(gateway -> {
            throw invalid("gateway " + IpAddresses.format(gateway) + " not in subnet " + subnet);
        });
        each.gateway().filter(gateway -> isReserved(subnet, gateway)).ifPresent(gateway -> {
            throw invalid(
                    "gateway " + IpAddresses.format(gateway) + " names subnet " + subnet + " itself, no host in it");
        });
        each.range().filter(range -> !subnet.contains(range.first())).ifPresent(range -> {
            throw invalid("lease range start ip " + IpAddresses.format(range.first()) + " not in subnet " + subnet);
        });
        each.range().filter(range -> !subnet.contains(range.last())).ifPresent(range -> {
            throw invalid("lease range end ip " + IpAddresses.format(range.last()) + " not in subnet " + subnet);
        });
    }

    private static boolean isReserved(IpPrefix subnet, InetAddress address) {
        return address.equals(subnet.address())
                || (subnet.isIpv4() && address.equals(AddressRange.of(subnet).last()));
    }

    private static void checkIpam(NetworkSpec spec) {
        boolean bridge = spec.driver() == NetworkDriver.BRIDGE;
        boolean subnets = !spec.subnets().isEmpty();
        spec.ipam().ifPresent(ipam -> {
            switch (ipam) {
                case DHCP, NONE -> {
                    if (subnets) {
                        throw invalid(ipam + " ipam driver is set but subnets are given");
                    }
                }
                case HOST_LOCAL -> {
                    if (!bridge && !subnets) {
                        throw invalid("host-local ipam driver set but no subnets are given");
                    }
                }
            }
        });
        if (!bridge && !subnets && spec.internal() && ipam(spec) == NetworkIpam.DHCP) {
            throw invalid("internal is not supported with " + spec.driver() + " and dhcp ipam driver");
        }
        if (!bridge
                && spec.ipv6()
                && spec.subnets().stream().allMatch(each -> each.subnet().isIpv4())) {
            throw invalid(
                    "IPv6 is asked for, but driver " + spec.driver() + " has no IPv6 subnet and gets none by itself");
        }
    }

    /** Who gives addresses where the description does not say so. */
    static NetworkIpam ipam(NetworkSpec spec) {
        boolean hasAddresses =
                spec.driver() == NetworkDriver.BRIDGE || !spec.subnets().isEmpty();
        return spec.ipam().orElse(hasAddresses ? NetworkIpam.HOST_LOCAL : NetworkIpam.DHCP);
    }
}
