// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import io.podnet.api.AddressRange;
import io.podnet.api.NetworkDriver;
import io.podnet.api.NetworkIpam;
import io.podnet.api.NetworkSpec;
import io.podnet.api.NetworkSubnet;
import io.podnet.api.PodException;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.PluginConfig;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Fills in what the description of a network leaves open, and refuses what does not go with this host. */
final class NetworkPlanner {
    private static final Path NETAVARK = Path.of("/etc/containers/networks");

    /** Begins the names of bridges, and of networks without a name; 0 is the built-in network's. */
    private static final String DEVICE = "podnet";

    private static final int MOST_DEVICES = 1_000_000;

    private final HostLinks host;
    private final List<Path> pluginPath;
    private final SubnetChoice choice;

    NetworkPlanner(HostLinks host, List<Path> pluginPath, SubnetChoice choice) {
        this.host = host;
        this.pluginPath = pluginPath;
        this.choice = choice;
    }

    /** Plans a network beside the given ones. */
    NetworkPlan plan(NetworkSpec spec, List<NetworkConfigList> networks) {
        NetworkRules.check(spec);
        Set<String> links = host.names();
        Set<String> devices = devices(networks, links);
        boolean bridge = spec.driver() == NetworkDriver.BRIDGE;
        String name = spec.name().orElseGet(() -> freeDevice(devices));
        if (networks.stream().anyMatch(each -> each.name().equals(name))) {
            throw new PodException("network-exists", "network name " + name + " already used: network already exists");
        }
        // As podman does, a bridge without any name shares that of its network.
        Optional<String> shared = spec.name().isEmpty() ? Optional.of(name) : Optional.empty();
        String interfaceName = bridge
                ? spec.interfaceName().or(() -> shared).orElseGet(() -> freeDevice(devices))
                : spec.interfaceName().orElse("");
        checkInterface(spec, interfaceName, networks, links);
        NetworkIpam ipam = NetworkRules.ipam(spec);
        return new NetworkPlan(
                name,
                spec.driver(),
                interfaceName,
                subnets(spec, ipam, networks),
                ipam,
                spec.internal(),
                bridge && spec.dns() && !spec.internal() && ipam != NetworkIpam.NONE && hasDnsname(),
                spec.options(),
                spec.labels());
    }

    private static Set<String> devices(List<NetworkConfigList> networks, Set<String> links) {
        Set<String> devices = new HashSet<>(links);
        for (NetworkConfigList each : networks) {
            devices.add(each.name());
            devices.addAll(bridges(each));
        }
        return devices;
    }

    /** The bridges that plugins of a network make. */
    static List<String> bridges(NetworkConfigList network) {
        List<String> bridges = new ArrayList<>();
        for (PluginConfig each : network.plugins()) {
            if (each.type().equals("bridge")) {
                // What the plugin takes if it is told no name.
                bridges.add(PluginFields.parse(each.json()).text("bridge").orElse("cni0"));
            }
        }
        return bridges;
    }

    private static String freeDevice(Set<String> taken) {
        for (int i = 1; i < MOST_DEVICES; i++) {
            if (!taken.contains(DEVICE + i)) {
                return DEVICE + i;
            }
        }
        throw NetworkRules.invalid("could not find free device name, to many iterations");
    }

    private static void checkInterface(
            NetworkSpec spec, String interfaceName, List<NetworkConfigList> networks, Set<String> links) {
        if (spec.driver() == NetworkDriver.BRIDGE) {
            if (networks.stream().anyMatch(each -> bridges(each).contains(interfaceName))) {
                throw NetworkRules.invalid("bridge name " + interfaceName + " already in use");
            }
        } else if (!interfaceName.isEmpty() && !links.contains(interfaceName)) {
            throw NetworkRules.invalid("parent interface " + interfaceName + " does not exist");
        }
    }

    private List<NetworkSubnet> subnets(NetworkSpec spec, NetworkIpam ipam, List<NetworkConfigList> networks) {
        if (ipam != NetworkIpam.HOST_LOCAL) {
            return List.of();
        }
        TakenSubnets taken = TakenSubnets.find(networks, host, NETAVARK);
        List<NetworkSubnet> subnets = new ArrayList<>(spec.subnets());
        if (spec.driver() == NetworkDriver.BRIDGE) {
            // Those of a macvlan or ipvlan are the host's own, on purpose.
            subnets.forEach(each -> checkFree(each.subnet(), taken));
            addMissing(spec, subnets, taken);
        }
        return subnets.stream().map(each -> complete(each, spec.internal())).toList();
    }

    private static void checkFree(IpPrefix subnet, TakenSubnets taken) {
        if (taken.configured().stream().anyMatch(subnet::overlaps)) {
            throw NetworkRules.invalid("subnet " + subnet + " is already used on the host or by another config");
        }
    }

    private void addMissing(NetworkSpec spec, List<NetworkSubnet> subnets, TakenSubnets taken) {
        List<IpPrefix> close = new ArrayList<>(taken.configured());
        spec.subnets().forEach(each -> close.add(each.subnet()));
        boolean none = subnets.isEmpty();
        if (none
                || (spec.ipv6()
                        && subnets.stream().noneMatch(each -> each.subnet().isIpv4()))) {
            subnets.add(NetworkSubnet.of(choice.ipv4(close, taken.reachable())));
        }
        if (spec.ipv6() && subnets.stream().allMatch(each -> each.subnet().isIpv4())) {
            close.addAll(taken.reachable());
            subnets.add(NetworkSubnet.of(choice.ipv6(close)));
        }
    }

    private static NetworkSubnet complete(NetworkSubnet each, boolean internal) {
        AddressRange whole = AddressRange.of(each.subnet());
        Optional<InetAddress> gateway =
                internal ? each.gateway() : each.gateway().or(() -> Optional.of(whole.first()));
        // Podman lets a range at the end of a subnet end in the broadcast address, which a pod would get then.
        Optional<AddressRange> range = each.range().map(given -> withoutBroadcast(each.subnet(), given));
        return new NetworkSubnet(each.subnet(), gateway, range);
    }

    private static AddressRange withoutBroadcast(IpPrefix subnet, AddressRange range) {
        InetAddress broadcast = AddressRange.of(subnet).last();
        if (!subnet.isIpv4() || !range.last().equals(broadcast)) {
            return range;
        }
        if (range.first().equals(broadcast)) {
            throw NetworkRules.invalid(
                    "lease range " + range + " has the broadcast address of subnet " + subnet + " only");
        }
        byte[] bytes = broadcast.getAddress();
        // All host bits of a broadcast address are set, so there is nothing to borrow.
        bytes[bytes.length - 1]--;
        return new AddressRange(range.first(), IpAddresses.of(bytes));
    }

    private boolean hasDnsname() {
        return pluginPath.stream().anyMatch(each -> Files.isExecutable(each.resolve("dnsname")));
    }
}
