// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import io.podnet.api.AddressRange;
import io.podnet.api.NetworkInfo;
import io.podnet.api.NetworkSubnet;
import io.podnet.api.PodException;
import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.cni.NetworkConfigList;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what a configuration amounts to, by the rules of podman 4 (libnetwork/cni). */
final class NetworkDescriber {
    private static final String BRIDGE = "bridge";
    private static final String DNSNAME = "dnsname";

    private NetworkDescriber() {}

    /**
     * Describes a network.
     *
     * @throws PodException ({@code network-unusable}) if a subnet, a gateway or a range is none
     */
    static NetworkInfo describe(NetworkConfigList network) {
        PluginFields list = PluginFields.parse(new String(network.bytes(), StandardCharsets.UTF_8));
        PluginFields args = list.object("args");
        PluginFields first = PluginFields.parse(network.plugins().get(0).json());
        String driver = network.plugins().get(0).type();
        Map<String, String> options = args.texts("podman_options");
        boolean isVlan = driver.equals("macvlan") || driver.equals("ipvlan");
        boolean internal = driver.equals(BRIDGE) && !first.flag("isGateway");
        List<NetworkSubnet> subnets = List.of();
        Optional<String> interfaceName = Optional.empty();
        Optional<String> ipam = Optional.empty();
        if (driver.equals(BRIDGE) || isVlan) {
            interfaceName = first.text(isVlan ? "master" : BRIDGE).filter(name -> !name.isEmpty());
            first.number("mtu").ifPresent(mtu -> options.put("mtu", mtu.toString()));
            if (isVlan) {
                first.text("mode").filter(mode -> !mode.isEmpty()).ifPresent(mode -> options.put("mode", mode));
            } else {
                first.number("vlan").ifPresent(vlan -> options.put("vlan", vlan.toString()));
            }
            String plugin = network.plugins().get(0).ipamType();
            ipam = Optional.of(plugin.isEmpty() ? "none" : plugin);
            if (plugin.equals("host-local")) {
                subnets = subnets(network, first.object("ipam"), internal);
            }
        }
        return new NetworkInfo(
                network.name(),
                NetworkId.of(network.name()),
                driver,
                interfaceName,
                network.file(),
                network.file().map(NetworkDescriber::changed).orElseGet(Instant::now),
                subnets,
                subnets.stream().anyMatch(each -> !each.subnet().isIpv4()),
                internal,
                network.plugins().stream().anyMatch(each -> each.type().equals(DNSNAME)),
                options,
                args.texts("podman_labels"),
                ipam);
    }

    /** Lists all subnets that any plugin of a network speaks of, whatever is wrong with the rest. */
    static List<IpPrefix> subnets(NetworkConfigList network) {
        List<IpPrefix> found = new ArrayList<>();
        network.plugins().forEach(each -> {
            PluginFields ipam = PluginFields.parse(each.json()).object("ipam");
            List<PluginFields> ranges = new ArrayList<>(ipam.objects("ranges"));
            // One range, as host-local had it before 0.7.
            ranges.add(ipam);
            for (PluginFields range : ranges) {
                try {
                    range.text("subnet")
                            .map(IpPrefix::parse)
                            .map(IpPrefix::network)
                            .ifPresent(found::add);
                } catch (InvalidValueException e) {
                    // Not a subnet, hence not taken.
                }
            }
        });
        return found;
    }

    private static List<NetworkSubnet> subnets(NetworkConfigList network, PluginFields ipam, boolean internal) {
        List<NetworkSubnet> subnets = new ArrayList<>();
        List<PluginFields> ranges = new ArrayList<>(ipam.objects("ranges"));
        if (ranges.isEmpty() && ipam.text("subnet").isPresent()) {
            ranges.add(ipam);
        }
        try {
            for (PluginFields range : ranges) {
                subnets.add(subnet(range, internal));
            }
        } catch (InvalidValueException | PodException e) {
            throw new PodException(
                    "network-unusable",
                    "network \"" + network.name() + "\""
                            + network.file().map(file -> " in " + file).orElse("") + ": " + e.getMessage(),
                    e);
        }
        return subnets;
    }

    private static NetworkSubnet subnet(PluginFields range, boolean internal) {
        IpPrefix prefix =
                IpPrefix.parse("subnet", range.text("subnet").orElse("")).network();
        Optional<InetAddress> gateway = address(range, "gateway");
        if (gateway.isEmpty() && !internal) {
            gateway = Optional.of(AddressRange.of(prefix).first());
        }
        Optional<InetAddress> start = address(range, "rangeStart");
        Optional<InetAddress> end = address(range, "rangeEnd");
        Optional<AddressRange> lease = Optional.empty();
        if (start.isPresent() || end.isPresent()) {
            AddressRange whole = AddressRange.of(prefix);
            lease = Optional.of(new AddressRange(start.orElse(whole.first()), end.orElse(whole.last())));
        }
        return new NetworkSubnet(prefix, gateway, lease);
    }

    private static Optional<InetAddress> address(PluginFields range, String field) {
        return range.text(field).filter(text -> !text.isEmpty()).map(text -> IpAddresses.parse(field, text));
    }

    // podman shows the time of the inode's last change.
    private static Instant changed(Path file) {
        try {
            return ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant();
        } catch (IOException e) {
            // Removed meanwhile.
            return Instant.EPOCH;
        }
    }
}
