// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.podnet.base.InvalidValueException;
import io.podnet.base.IpPrefix;
import io.podnet.inspect.Address;
import io.podnet.inspect.Addressing;
import io.podnet.inspect.EndpointSettings;
import io.podnet.inspect.JsonText;
import io.podnet.inspect.NetworkSettings;
import io.podnet.inspect.PortBinding;
import java.util.List;
import java.util.Map;

/** Makes settings of trees; a path tells where in the document a tree stands. */
public final class SettingsReader {
    private SettingsReader() {}

    /** Reads a NetworkSettings object. */
    public static NetworkSettings settings(JsonNode node, String path) {
        ObjectReader object = ObjectReader.of(node, path);
        return new NetworkSettings(
                addressing(object),
                object.text(Keys.BRIDGE),
                object.text(Keys.SANDBOX_ID),
                object.flag(Keys.HAIRPIN_MODE),
                object.text(Keys.LINK_LOCAL_IPV6_ADDRESS),
                object.number(Keys.LINK_LOCAL_IPV6_PREFIX_LEN),
                object.map(Keys.PORTS, SettingsReader::bindings),
                object.text(Keys.SANDBOX_KEY),
                object.map(Keys.NETWORKS, SettingsReader::endpoint),
                object.unknown());
    }

    /** Reads an object whose keys are ports, such as HostConfig.PortBindings. */
    public static Map<String, List<PortBinding>> ports(JsonNode parent, String path, String name) {
        return ObjectReader.of(parent, path).map(name, SettingsReader::bindings);
    }

    private static Addressing addressing(ObjectReader object) {
        return new Addressing(
                object.text(Keys.ENDPOINT_ID),
                object.text(Keys.GATEWAY),
                object.text(Keys.IP_ADDRESS),
                object.number(Keys.IP_PREFIX_LEN),
                object.list(Keys.SECONDARY_IP_ADDRESSES, SettingsReader::address),
                object.text(Keys.IPV6_GATEWAY),
                object.text(Keys.GLOBAL_IPV6_ADDRESS),
                object.number(Keys.GLOBAL_IPV6_PREFIX_LEN),
                object.list(Keys.SECONDARY_IPV6_ADDRESSES, SettingsReader::address),
                object.text(Keys.MAC_ADDRESS),
                object.list(Keys.ADDITIONAL_MAC_ADDRESSES, ObjectReader::text));
    }

    private static EndpointSettings endpoint(JsonNode node, String path) {
        ObjectReader object = ObjectReader.of(node, path);
        return new EndpointSettings(
                addressing(object),
                object.text(Keys.NETWORK_ID),
                object.json(Keys.DRIVER_OPTS),
                object.json(Keys.IPAM_CONFIG),
                object.json(Keys.LINKS),
                object.list(Keys.ALIASES, ObjectReader::text),
                object.unknown());
    }

    private static Address address(JsonNode node, String path) {
        if (node.isTextual()) {
            try {
                return Address.of(IpPrefix.parse(node.textValue()), Address.Notation.TEXT);
            } catch (InvalidValueException e) {
                throw ObjectReader.invalid(path, "an address with its prefix length", node);
            }
        }
        ObjectReader object = ObjectReader.of(node, path);
        String address = object.text(Keys.ADDR);
        boolean docker = node.has(Keys.DOCKER_PREFIX_LENGTH) && !node.has(Keys.PREFIX_LENGTH);
        return docker
                ? new Address(
                        address, object.number(Keys.DOCKER_PREFIX_LENGTH), Address.Notation.DOCKER, object.unknown())
                : new Address(address, object.number(Keys.PREFIX_LENGTH), Address.Notation.PODMAN, object.unknown());
    }

    // null says that the port is exposed without being published.
    private static List<PortBinding> bindings(JsonNode node, String path) {
        return node.isNull() ? List.of() : ObjectReader.list(node, path, SettingsReader::binding);
    }

    private static PortBinding binding(JsonNode node, String path) {
        ObjectReader object = ObjectReader.of(node, path);
        String hostIp = object.text(Keys.HOST_IP);
        String hostPort = object.text(Keys.HOST_PORT);
        Map<String, JsonText> unknown = object.unknown();
        return new PortBinding(hostIp, hostPort, unknown);
    }
}
