// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.podnet.inspect.Address;
import io.podnet.inspect.Addressing;
import io.podnet.inspect.EndpointSettings;
import io.podnet.inspect.JsonText;
import io.podnet.inspect.NetworkSettings;
import io.podnet.inspect.PortBinding;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes trees of settings: podman 4.3.1's keys in its order, then what is unknown. */
public final class SettingsWriter {
    private SettingsWriter() {}

    /** Makes a NetworkSettings object. */
    public static ObjectNode settings(NetworkSettings settings) {
        ObjectNode object = Json.object();
        addressing(object, settings.addressing());
        object.put(Keys.BRIDGE, settings.bridge())
                .put(Keys.SANDBOX_ID, settings.sandboxId())
                .put(Keys.HAIRPIN_MODE, settings.hairpinMode())
                .put(Keys.LINK_LOCAL_IPV6_ADDRESS, settings.linkLocalIpv6Address())
                .put(Keys.LINK_LOCAL_IPV6_PREFIX_LEN, settings.linkLocalIpv6PrefixLength())
                .set(Keys.PORTS, ports(settings.ports()));
        object.put(Keys.SANDBOX_KEY, settings.sandboxKey());
        if (!settings.networks().isEmpty()) {
            ObjectNode networks = object.putObject(Keys.NETWORKS);
            settings.networks().forEach((name, endpoint) -> networks.set(name, endpoint(endpoint)));
        }
        return withUnknown(object, settings.unknown());
    }

    /** Makes an object whose keys are ports. */
    public static ObjectNode ports(Map<String, List<PortBinding>> ports) {
        ObjectNode object = Json.object();
        ports.forEach((port, bindings) -> {
            if (bindings.isEmpty()) {
                object.putNull(port);
            } else {
                object.set(port, list(bindings, SettingsWriter::binding));
            }
        });
        return object;
    }

    private static void addressing(ObjectNode object, Addressing addressing) {
        object.put(Keys.ENDPOINT_ID, addressing.endpointId())
                .put(Keys.GATEWAY, addressing.gateway())
                .put(Keys.IP_ADDRESS, addressing.ipAddress())
                .put(Keys.IP_PREFIX_LEN, addressing.ipPrefixLength());
        putUnlessEmpty(object, Keys.SECONDARY_IP_ADDRESSES, addressing.secondaryIpAddresses(), SettingsWriter::address);
        object.put(Keys.IPV6_GATEWAY, addressing.ipv6Gateway())
                .put(Keys.GLOBAL_IPV6_ADDRESS, addressing.globalIpv6Address())
                .put(Keys.GLOBAL_IPV6_PREFIX_LEN, addressing.globalIpv6PrefixLength());
        putUnlessEmpty(
                object, Keys.SECONDARY_IPV6_ADDRESSES, addressing.secondaryIpv6Addresses(), SettingsWriter::address);
        object.put(Keys.MAC_ADDRESS, addressing.macAddress());
        putUnlessEmpty(object, Keys.ADDITIONAL_MAC_ADDRESSES, addressing.additionalMacAddresses(), TextNode::valueOf);
    }

    private static ObjectNode endpoint(EndpointSettings endpoint) {
        ObjectNode object = Json.object();
        addressing(object, endpoint.addressing());
        object.put(Keys.NETWORK_ID, endpoint.networkId());
        object.set(Keys.DRIVER_OPTS, tree(endpoint.driverOpts()));
        object.set(Keys.IPAM_CONFIG, tree(endpoint.ipamConfig()));
        object.set(Keys.LINKS, tree(endpoint.links()));
        putUnlessEmpty(object, Keys.ALIASES, endpoint.aliases(), TextNode::valueOf);
        return withUnknown(object, endpoint.unknown());
    }

    private static JsonNode address(Address address) {
        String length = address.notation() == Address.Notation.DOCKER ? Keys.DOCKER_PREFIX_LENGTH : Keys.PREFIX_LENGTH;
        return address.notation() == Address.Notation.TEXT
                ? TextNode.valueOf(address.address() + "/" + address.prefixLength())
                : withUnknown(
                        Json.object().put(Keys.ADDR, address.address()).put(length, address.prefixLength()),
                        address.unknown());
    }

    private static JsonNode binding(PortBinding binding) {
        return withUnknown(
                Json.object().put(Keys.HOST_IP, binding.hostIp()).put(Keys.HOST_PORT, binding.hostPort()),
                binding.unknown());
    }

    private static <T> void putUnlessEmpty(
            ObjectNode object, String name, List<T> items, Function<? super T, JsonNode> item) {
        if (!items.isEmpty()) {
            object.set(name, list(items, item));
        }
    }

    private static <T> ArrayNode list(List<T> items, Function<? super T, JsonNode> item) {
        ArrayNode array = Json.array();
        items.forEach(each -> array.add(item.apply(each)));
        return array;
    }

    private static ObjectNode withUnknown(ObjectNode object, Map<String, JsonText> unknown) {
        unknown.forEach((name, json) -> {
            if (!object.has(name)) {
                object.set(name, tree(json));
            }
        });
        return object;
    }

    private static JsonNode tree(JsonText json) {
        return json.isNull() ? Json.object().nullNode() : Json.parse(json.text());
    }
}
