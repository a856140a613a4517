// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.MacAddress;
import java.util.ArrayList;
import java.util.List;

/** Reads networks with options, podman's parseBridgeNetworkOptions (pkg/specgen/namespaces.go), with its texts. */
final class PodNetworkParser {
    private PodNetworkParser() {}

    static PodNetwork parse(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        if (name.isEmpty()) {
            throw new InvalidValueException("network", text, "network name cannot be empty");
        }
        PodNetwork.Builder network = PodNetwork.builder(name);
        if (colon >= 0) {
            for (String option : text.substring(colon + 1).split(",", -1)) {
                apply(network, name, option);
            }
        }
        return network.build();
    }

    private static void apply(PodNetwork.Builder network, String name, String option) {
        int equals = option.indexOf('=');
        String key = equals < 0 ? option : option.substring(0, equals);
        String value = equals < 0 ? "" : option.substring(equals + 1);
        switch (key) {
            case "ip", "ip6" -> network.ip(IpAddresses.parse("ip address", value));
            case "mac" -> network.mac(MacAddress.parse(value));
            case "alias" -> {
                if (value.isEmpty()) {
                    throw invalid(name, option, "alias cannot be empty");
                }
                network.alias(value);
            }
            case "interface_name" -> {
                if (value.isEmpty()) {
                    throw invalid(name, option, "interface_name cannot be empty");
                }
                network.interfaceName(value);
            }
            default -> throw invalid(name, option, "unknown bridge network option: " + key);
        }
    }

    private static InvalidValueException invalid(String network, String option, String reason) {
        return new InvalidValueException("option for network " + network, option, reason);
    }

    static String print(PodNetwork network) {
        List<String> options = new ArrayList<>();
        network.ips().forEach(each -> options.add("ip=" + IpAddresses.format(each)));
        network.mac().ifPresent(each -> options.add("mac=" + each));
        network.aliases().forEach(each -> options.add("alias=" + each));
        network.interfaceName().ifPresent(each -> options.add("interface_name=" + each));
        return options.isEmpty() ? network.name() : network.name() + ":" + String.join(",", options);
    }
}
