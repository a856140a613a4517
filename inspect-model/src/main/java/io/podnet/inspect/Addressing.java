// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import io.podnet.base.IpPrefix;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The addresses of a pod, on one network or altogether: the part that {@link NetworkSettings} and
 * {@link EndpointSettings} have in common.
 *
 * <p>The components are what the document says, unchecked; {@link #ipv4()} and {@link #ipv6()} give values.
 *
 * @param endpointId docker's endpoint; podman leaves it empty
 * @param gateway the IPv4 gateway; empty if there is none, {@code <nil>} in some of podman's documents
 * @param ipAddress the first IPv4 address; empty if there is none
 * @param ipPrefixLength its prefix length in bits
 * @param secondaryIpAddresses the other IPv4 addresses
 * @param ipv6Gateway the IPv6 gateway; empty if there is none, {@code <nil>} in some of podman's documents
 * @param globalIpv6Address the first IPv6 address; empty if there is none
 * @param globalIpv6PrefixLength its prefix length in bits
 * @param secondaryIpv6Addresses the other IPv6 addresses
 * @param macAddress the first interface's hardware address; may be empty
 * @param additionalMacAddresses those of the other interfaces
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Addressing(
        String endpointId,
        String gateway,
        String ipAddress,
        int ipPrefixLength,
        List<Address> secondaryIpAddresses,
        String ipv6Gateway,
        String globalIpv6Address,
        int globalIpv6PrefixLength,
        List<Address> secondaryIpv6Addresses,
        String macAddress,
        List<String> additionalMacAddresses) {
    /** No address at all. */
    public static final Addressing NONE = builder().build();

    /**
     * Copies the lists.
     *
     * @param endpointId docker's endpoint
     * @param gateway the IPv4 gateway
     * @param ipAddress the first IPv4 address
     * @param ipPrefixLength its prefix length in bits
     * @param secondaryIpAddresses the other IPv4 addresses
     * @param ipv6Gateway the IPv6 gateway
     * @param globalIpv6Address the first IPv6 address
     * @param globalIpv6PrefixLength its prefix length in bits
     * @param secondaryIpv6Addresses the other IPv6 addresses
     * @param macAddress the first interface's hardware address
     * @param additionalMacAddresses those of the other interfaces
     */
    public Addressing {
        secondaryIpAddresses = List.copyOf(secondaryIpAddresses);
        secondaryIpv6Addresses = List.copyOf(secondaryIpv6Addresses);
        additionalMacAddresses = List.copyOf(additionalMacAddresses);
    }

    /**
     * Starts with no address at all.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Gives the first IPv4 address as a value.
     *
     * @return the address with its prefix length; empty if there is none
     * @throws io.podnet.base.InvalidValueException if the document has something else here
     */
    public Optional<IpPrefix> ipv4() {
        return prefix("IPAddress", ipAddress, ipPrefixLength);
    }

    /**
     * Gives the first IPv6 address as a value.
     *
     * @return the address with its prefix length; empty if there is none
     * @throws io.podnet.base.InvalidValueException if the document has something else here
     */
    public Optional<IpPrefix> ipv6() {
        return prefix("GlobalIPv6Address", globalIpv6Address, globalIpv6PrefixLength);
    }

    private static Optional<IpPrefix> prefix(String field, String address, int length) {
        return address.isEmpty() ? Optional.empty() : Optional.of(IpPrefix.parse(field, address + "/" + length));
    }

    /**
     * Collects the parts of an {@link Addressing}.
     *
     * <p><b>Threads</b>: used by one thread.
     *
     * @since 0.1
     */
    public static final class Builder {
        private String endpointId = "";
        private String gateway = "";
        private String ipAddress = "";
        private int ipPrefixLength;
        private List<Address> secondaryIpAddresses = List.of();
        private String ipv6Gateway = "";
        private String globalIpv6Address = "";
        private int globalIpv6PrefixLength;
        private List<Address> secondaryIpv6Addresses = List.of();
        private String macAddress = "";
        private List<String> additionalMacAddresses = List.of();

        private Builder() {}

        /**
         * Sets docker's endpoint.
         *
         * @param id its id
         * @return this builder
         */
        public Builder endpointId(String id) {
            this.endpointId = id;
            return this;
        }

        /**
         * Sets the first IPv4 address.
         *
         * @param address the address as text
         * @param prefixLength its prefix length in bits
         * @param gatewayOfIt the gateway as text; empty if there is none
         * @return this builder
         */
        public Builder ipv4(String address, int prefixLength, String gatewayOfIt) {
            this.ipAddress = address;
            this.ipPrefixLength = prefixLength;
            this.gateway = gatewayOfIt;
            return this;
        }

        /**
         * Sets the other IPv4 addresses.
         *
         * @param addresses the addresses
         * @return this builder
         */
        public Builder secondaryIpv4(List<Address> addresses) {
            this.secondaryIpAddresses = addresses;
            return this;
        }

        /**
         * Sets the first IPv6 address.
         *
         * @param address the address as text
         * @param prefixLength its prefix length in bits
         * @param gatewayOfIt the gateway as text; empty if there is none
         * @return this builder
         */
        public Builder ipv6(String address, int prefixLength, String gatewayOfIt) {
            this.globalIpv6Address = address;
            this.globalIpv6PrefixLength = prefixLength;
            this.ipv6Gateway = gatewayOfIt;
            return this;
        }

        /**
         * Sets the other IPv6 addresses.
         *
         * @param addresses the addresses
         * @return this builder
         */
        public Builder secondaryIpv6(List<Address> addresses) {
            this.secondaryIpv6Addresses = addresses;
            return this;
        }

        /**
         * Sets the first interface's hardware address.
         *
         * @param mac the address as text
         * @return this builder
         */
        public Builder macAddress(String mac) {
            this.macAddress = mac;
            return this;
        }

        /**
         * Sets the hardware addresses of the other interfaces.
         *
         * @param macs the addresses as text
         * @return this builder
         */
        public Builder additionalMacAddresses(List<String> macs) {
            this.additionalMacAddresses = macs;
            return this;
        }

        /**
         * Makes the addresses.
         *
         * @return them
         */
        public Addressing build() {
            return new Addressing(
                    endpointId,
                    gateway,
                    ipAddress,
                    ipPrefixLength,
                    secondaryIpAddresses,
                    ipv6Gateway,
                    globalIpv6Address,
                    globalIpv6PrefixLength,
                    secondaryIpv6Addresses,
                    macAddress,
                    additionalMacAddresses);
        }
    }
}
