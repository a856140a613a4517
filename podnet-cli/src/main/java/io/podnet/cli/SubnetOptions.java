// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.NetworkSubnet;
import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import java.util.ArrayList;
import java.util.List;

/** Puts together what belongs to one subnet: the first gateway and range to the first one, and so on, as podman does. */
final class SubnetOptions {
    private SubnetOptions() {}

    static List<NetworkSubnet> read(List<String> subnets, List<String> gateways, List<String> ranges) {
        if (subnets.isEmpty() && !(gateways.isEmpty() && ranges.isEmpty())) {
            throw invalid("cannot set gateway or range without subnet");
        }
        if (gateways.size() > subnets.size()) {
            throw invalid("cannot set more gateways than subnets");
        }
        if (ranges.size() > subnets.size()) {
            throw invalid("cannot set more ranges than subnets");
        }
        List<NetworkSubnet> read = new ArrayList<>();
        for (int i = 0; i < subnets.size(); i++) {
            NetworkSubnet subnet = NetworkSubnet.of(prefix(subnets.get(i)));
            if (i < gateways.size()) {
                subnet = subnet.withGateway(IpAddresses.parse("gateway", gateways.get(i)));
            }
            if (i < ranges.size()) {
                subnet = subnet.withRange(prefix(ranges.get(i)));
            }
            read.add(subnet);
        }
        return read;
    }

    private static IpPrefix prefix(String text) {
        try {
            return IpPrefix.parse(text);
        } catch (InvalidValueException e) {
            // podman's text.
            throw invalid("invalid CIDR address: " + text);
        }
    }

    private static CommandFailure invalid(String text) {
        return new CommandFailure(ExitStatus.PODNET, text);
    }
}
