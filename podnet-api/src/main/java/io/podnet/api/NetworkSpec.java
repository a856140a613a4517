// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import io.podnet.base.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What a network is to be.
 *
 * <pre>{@code
 * NetworkSpec backend = NetworkSpec.builder()
 *         .name("backend")
 *         .subnet(IpPrefix.parse("10.91.0.0/24"))
 *         .internal()
 *         .build();
 * }</pre>
 *
 * <p>Whether all of that fits together, and fits this host, {@link Podnet#createNetwork} finds out.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class NetworkSpec {
    private final @Nullable String name;
    private final NetworkDriver driver;
    private final @Nullable String interfaceName;
    private final List<NetworkSubnet> subnets;
    private final @Nullable NetworkIpam ipam;
    private final boolean ipv6;
    private final boolean internal;
    private final boolean dns;
    private final TreeMap<String, String> options;
    private final TreeMap<String, String> labels;

    private NetworkSpec(Builder from) {
        this.name = from.name;
        this.driver = from.driver;
        this.interfaceName = from.interfaceName;
        this.subnets = List.copyOf(from.subnets);
        this.ipam = from.ipam;
        this.ipv6 = from.ipv6;
        this.internal = from.internal;
        this.dns = from.dns;
        this.options = new TreeMap<>(from.options);
        this.labels = new TreeMap<>(from.labels);
    }

    /**
     * Starts the description of a network.
     *
     * @return a builder; without further calls the network is a bridge with a name and an IPv4 subnet that are free
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Tells the network's name.
     *
     * @return the name; empty for one that is free
     */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /**
     * Tells what carries its packets.
     *
     * @return the driver
     */
    public NetworkDriver driver() {
        return driver;
    }

    /**
     * Tells the interface of this host that belongs to it: the bridge that plugins make, or what a macvlan or ipvlan lies
     * on.
     *
     * @return the interface's name; empty for a free one, or for that of the default route
     */
    public Optional<String> interfaceName() {
        return Optional.ofNullable(interfaceName);
    }

    /**
     * Lists its subnets.
     *
     * @return the subnets in the order in which they were given
     */
    public List<NetworkSubnet> subnets() {
        return subnets;
    }

    /**
     * Tells who gives addresses.
     *
     * @return the way; empty for the usual one
     */
    public Optional<NetworkIpam> ipam() {
        return Optional.ofNullable(ipam);
    }

    /**
     * Tells whether a bridge without an IPv6 subnet gets one.
     *
     * @return true if so
     */
    public boolean ipv6() {
        return ipv6;
    }

    /**
     * Tells whether its pods reach each other only.
     *
     * @return true if so
     */
    public boolean internal() {
        return internal;
    }

    /**
     * Tells whether pods find each other by name, where the plugin {@code dnsname} is there.
     *
     * @return true if so
     */
    public boolean dns() {
        return dns;
    }

    /**
     * Lists options of the driver.
     *
     * @return a copy: {@code mtu}, {@code vlan}, {@code isolate}, {@code mode}
     */
    public SortedMap<String, String> options() {
        return new TreeMap<>(options);
    }

    /**
     * Lists labels, which mean something to their users only.
     *
     * @return a copy
     */
    public SortedMap<String, String> labels() {
        return new TreeMap<>(labels);
    }

    /**
     * Collects the parts of a {@link NetworkSpec}.
     *
     * <p><b>Threads</b>: used by one thread.
     *
     * @since 0.1
     */
    public static final class Builder {
        private @Nullable String name;
        private NetworkDriver driver = NetworkDriver.BRIDGE;
        private @Nullable String interfaceName;
        private final List<NetworkSubnet> subnets = new ArrayList<>();
        private @Nullable NetworkIpam ipam;
        private boolean ipv6;
        private boolean internal;
        private boolean dns = true;
        private final Map<String, String> options = new TreeMap<>();
        private final Map<String, String> labels = new TreeMap<>();

        private Builder() {}

        /**
         * Names the network.
         *
         * @param value a letter or digit, then letters, digits, {@code _}, {@code .} and {@code -}
         * @return this builder
         */
        public Builder name(String value) {
            this.name = value;
            return this;
        }

        /**
         * Sets what carries its packets; a bridge unless set.
         *
         * @param value the driver
         * @return this builder
         */
        public Builder driver(NetworkDriver value) {
            this.driver = value;
            return this;
        }

        /**
         * Names the bridge, or what a macvlan or ipvlan lies on.
         *
         * @param value the name of an interface of this host
         * @return this builder
         */
        public Builder interfaceName(String value) {
            this.interfaceName = value;
            return this;
        }

        /**
         * Adds a subnet with the usual gateway.
         *
         * @param subnet its addresses
         * @return this builder
         */
        public Builder subnet(IpPrefix subnet) {
            return subnet(NetworkSubnet.of(subnet));
        }

        /**
         * Adds a subnet.
         *
         * @param subnet the subnet
         * @return this builder
         */
        public Builder subnet(NetworkSubnet subnet) {
            subnets.add(subnet);
            return this;
        }

        /**
         * Sets who gives addresses, instead of this host for bridges and for networks with subnets, and DHCP for others.
         *
         * @param value the way
         * @return this builder
         */
        public Builder ipam(NetworkIpam value) {
            this.ipam = value;
            return this;
        }

        /**
         * Lets a bridge have a subnet of each family; one that is not given is chosen.
         *
         * @return this builder
         */
        public Builder ipv6() {
            this.ipv6 = true;
            return this;
        }

        /**
         * Keeps its pods from the world outside, and the world outside from its pods.
         *
         * @return this builder
         */
        public Builder internal() {
            this.internal = true;
            return this;
        }

        /**
         * Does without name resolution among its pods.
         *
         * @return this builder
         */
        public Builder withoutDns() {
            this.dns = false;
            return this;
        }

        /**
         * Sets an option of the driver. A bridge knows {@code mtu} (bytes), {@code vlan} (0 to 4094) and {@code isolate}
         * ({@code true} keeps the pods of other isolated networks away); macvlan and ipvlan know {@code mtu} and
         * {@code mode}.
         *
         * @param option its name
         * @param value its value
         * @return this builder
         */
        public Builder option(String option, String value) {
            options.put(option, value);
            return this;
        }

        /**
         * Adds a label, which means something to its users only.
         *
         * @param label its name
         * @param value its value; may be empty
         * @return this builder
         */
        public Builder label(String label, String value) {
            labels.put(label, value);
            return this;
        }

        /**
         * Makes the description.
         *
         * @return the description
         */
        public NetworkSpec build() {
            return new NetworkSpec(this);
        }
    }
}
