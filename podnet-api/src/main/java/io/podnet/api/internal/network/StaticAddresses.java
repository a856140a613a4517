// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.api.PodException;
import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.cni.NetworkConfigList;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Addresses that somebody wants instead of those that the network would give. */
public final class StaticAddresses {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private StaticAddresses() {}

    /**
     * Refuses addresses that the network cannot have.
     *
     * @param network the network
     * @param addresses the addresses that are wanted
     * @throws PodException ({@code address-unusable}) if the network has subnets, and one is in none of them
     */
    public static void require(NetworkConfigList network, Collection<InetAddress> addresses) {
        if (addresses.isEmpty()) {
            return;
        }
        List<IpPrefix> subnets = subnets(network);
        for (InetAddress each : addresses) {
            if (!subnets.isEmpty() && subnets.stream().noneMatch(subnet -> subnet.contains(each))) {
                // podman's text.
                throw new PodException(
                        "address-unusable",
                        "requested static ip " + IpAddresses.format(each) + " not in any subnet on network "
                                + network.name());
            }
        }
    }

    /** The subnets of host-local; of other address managers nothing is known. */
    private static List<IpPrefix> subnets(NetworkConfigList network) {
        List<IpPrefix> subnets = new ArrayList<>();
        for (JsonNode plugin : tree(network).path("plugins")) {
            JsonNode ipam = plugin.path("ipam");
            add(subnets, ipam.path("subnet"));
            for (JsonNode set : ipam.path("ranges")) {
                set.forEach(range -> add(subnets, range.path("subnet")));
            }
        }
        return subnets;
    }

    private static void add(List<IpPrefix> subnets, JsonNode subnet) {
        if (subnet.isTextual()) {
            try {
                subnets.add(IpPrefix.parse(subnet.textValue()));
            } catch (InvalidValueException e) {
                // The plugin says so, with more about it.
            }
        }
    }

    /**
     * Asks for several addresses. By CNI's conventions that is the capability {@code ips}; where no plugin has it, the
     * addresses go into the configuration, as {@code args.cni.ips}, which host-local reads as well.
     */
    static NetworkConfigList into(NetworkConfigList network, List<InetAddress> addresses) {
        if (network.capabilities().contains("ips")) {
            return network;
        }
        ObjectNode tree = tree(network);
        for (JsonNode plugin : tree.path("plugins")) {
            if (plugin.path("ipam").isObject()) {
                ArrayNode ips = ((ObjectNode) plugin).withObject("/args/cni").putArray("ips");
                addresses.forEach(each -> ips.add(IpAddresses.format(each)));
            }
        }
        try {
            return NetworkConfigList.parse(MAPPER.writeValueAsBytes(tree));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode tree(NetworkConfigList network) {
        byte[] bytes = network.cacheBytes();
        try {
            return (ObjectNode) MAPPER.readTree(bytes);
        } catch (IOException | ClassCastException e) {
            throw new IllegalStateException("no JSON object: " + new String(bytes, StandardCharsets.UTF_8), e);
        }
    }
}
