// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.NetworkInfo;
import io.podnet.api.NetworkSubnet;
import io.podnet.base.IpAddresses;
import io.podnet.cli.output.JsonOutput;
import java.util.Map;

/** Networks with the keys of podman 4.3.1, in its order. */
final class NetworkJson {
    private NetworkJson() {}

    static Map<String, Object> of(NetworkInfo network) {
        Map<String, Object> json =
                JsonOutput.object("name", network.name(), "id", network.id(), "driver", network.driver());
        network.interfaceName().ifPresent(name -> json.put("network_interface", name));
        json.put("created", network.created().toString());
        if (!network.subnets().isEmpty()) {
            json.put("subnets", network.subnets().stream().map(NetworkJson::of).toList());
        }
        json.put("ipv6_enabled", network.ipv6());
        json.put("internal", network.internal());
        json.put("dns_enabled", network.dns());
        if (!network.labels().isEmpty()) {
            json.put("labels", network.labels());
        }
        if (!network.options().isEmpty()) {
            json.put("options", network.options());
        }
        network.ipam().ifPresent(ipam -> json.put("ipam_options", Map.of("driver", ipam)));
        return json;
    }

    private static Map<String, Object> of(NetworkSubnet subnet) {
        Map<String, Object> json = JsonOutput.object("subnet", subnet.subnet().toString());
        subnet.gateway().ifPresent(gateway -> json.put("gateway", IpAddresses.format(gateway)));
        subnet.range()
                .ifPresent(range -> json.put(
                        "lease_range",
                        JsonOutput.object(
                                "start_ip",
                                IpAddresses.format(range.first()),
                                "end_ip",
                                IpAddresses.format(range.last()))));
        return json;
    }
}
