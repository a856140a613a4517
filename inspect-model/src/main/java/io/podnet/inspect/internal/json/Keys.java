// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect.internal.json;

/** The keys, spelled as podman's {@code libpod/define/container_inspect.go} spells them. */
final class Keys {
    static final String ENDPOINT_ID = "EndpointID";
    static final String GATEWAY = "Gateway";
    static final String IP_ADDRESS = "IPAddress";
    static final String IP_PREFIX_LEN = "IPPrefixLen";
    static final String SECONDARY_IP_ADDRESSES = "SecondaryIPAddresses";
    static final String IPV6_GATEWAY = "IPv6Gateway";
    static final String GLOBAL_IPV6_ADDRESS = "GlobalIPv6Address";
    static final String GLOBAL_IPV6_PREFIX_LEN = "GlobalIPv6PrefixLen";
    static final String SECONDARY_IPV6_ADDRESSES = "SecondaryIPv6Addresses";
    static final String MAC_ADDRESS = "MacAddress";
    static final String ADDITIONAL_MAC_ADDRESSES = "AdditionalMACAddresses";

    static final String BRIDGE = "Bridge";
    static final String SANDBOX_ID = "SandboxID";
    static final String HAIRPIN_MODE = "HairpinMode";
    static final String LINK_LOCAL_IPV6_ADDRESS = "LinkLocalIPv6Address";
    static final String LINK_LOCAL_IPV6_PREFIX_LEN = "LinkLocalIPv6PrefixLen";
    static final String PORTS = "Ports";
    static final String SANDBOX_KEY = "SandboxKey";
    static final String NETWORKS = "Networks";

    static final String NETWORK_ID = "NetworkID";
    static final String DRIVER_OPTS = "DriverOpts";
    static final String IPAM_CONFIG = "IPAMConfig";
    static final String LINKS = "Links";
    static final String ALIASES = "Aliases";

    static final String HOST_IP = "HostIp";
    static final String HOST_PORT = "HostPort";

    static final String ADDR = "Addr";
    static final String PREFIX_LENGTH = "PrefixLength";
    static final String DOCKER_PREFIX_LENGTH = "PrefixLen";

    private Keys() {}
}
