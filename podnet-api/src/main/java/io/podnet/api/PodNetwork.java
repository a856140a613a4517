// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import io.podnet.base.InvalidValueException;
import io.podnet.base.MacAddress;
import io.podnet.netns.LinkName;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A network that a pod is to be on, and how.
 *
 * <pre>{@code
 * PodNetwork.of("blue");
 * PodNetwork.builder("blue").ip(IpAddresses.parse("10.89.0.7")).alias("db").build();
 * PodNetwork.parse("blue:ip=10.89.0.7,alias=db");
 * }</pre>
 *
 * <p><b>Threads</b>: immutable.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class PodNetwork {
    /** The same characters as CNI permits (libcni, ValidateNetworkName). */
    static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");

    private final String name;
    private final List<InetAddress> ips;
    private final @Nullable MacAddress mac;
    private final List<String> aliases;
    private final @Nullable String interfaceName;

    private PodNetwork(Builder from) {
        this.name = from.name;
        this.ips = List.copyOf(from.ips);
        this.mac = from.mac;
        this.aliases = List.copyOf(from.aliases);
        this.interfaceName = from.interfaceName;
    }

    /**
     * Names a network, with everything else left to it.
     *
     * @param name its name, or its id or the beginning of that
     * @return the network
     * @throws InvalidValueException if that cannot be a network's name
     */
    public static PodNetwork of(String name) {
        return builder(name).build();
    }

    /**
     * Starts with a network's name.
     *
     * @param name its name, or its id or the beginning of that
     * @return a builder
     * @throws InvalidValueException if that cannot be a network's name
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /**
     * Reads {@code NAME[:OPTION,...]} with the options {@code ip=}, {@code ip6=}, {@code mac=}, {@code alias=} and
     * {@code interface_name=}, as {@code podman run --network} does.
     *
     * @param text such as {@code blue:ip=10.89.0.7,alias=db}
     * @return the network
     * @throws InvalidValueException if a name or an option cannot be used
     */
    public static PodNetwork parse(String text) {
        return PodNetworkParser.parse(text);
    }

    /**
     * Starts with all that this network says.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder(name);
        builder.ips.addAll(ips);
        builder.mac = mac;
        builder.aliases.addAll(aliases);
        builder.interfaceName = interfaceName;
        return builder;
    }

    /**
     * Tells the network's name.
     *
     * @return the name; of a pod that was created never an id
     */
    public String name() {
        return name;
    }

    /**
     * Lists the addresses that the pod is to have there.
     *
     * @return the addresses; empty for those that the network gives
     */
    public List<InetAddress> ips() {
        return ips;
    }

    /**
     * Tells the hardware address that the pod is to have there.
     *
     * @return the address; empty for any
     */
    public Optional<MacAddress> mac() {
        return Optional.ofNullable(mac);
    }

    /**
     * Lists other names by which pods of that network can resolve this one.
     *
     * @return the names
     */
    public List<String> aliases() {
        return aliases;
    }

    /**
     * Tells the interface's name inside the pod.
     *
     * @return the name; empty for the lowest {@code ethN} that is free. A pod that was created has one
     */
    public Optional<String> interfaceName() {
        return Optional.ofNullable(interfaceName);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PodNetwork that
                && name.equals(that.name)
                && ips.equals(that.ips)
                && Objects.equals(mac, that.mac)
                && aliases.equals(that.aliases)
                && Objects.equals(interfaceName, that.interfaceName);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, ips, mac, aliases, interfaceName);
    }

    /**
     * Prints the network as {@link #parse} reads it.
     *
     * @return such as {@code blue:ip=10.89.0.7,alias=db}
     */
    @Override
    public String toString() {
        return PodNetworkParser.print(this);
    }

    /**
     * Collects the parts of a {@link PodNetwork}.
     *
     * <p><b>Threads</b>: used by one thread.
     *
     * @since 0.1
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public static final class Builder {
        private final String name;
        private final List<InetAddress> ips = new ArrayList<>();
        private @Nullable MacAddress mac;
        private final List<String> aliases = new ArrayList<>();
        private @Nullable String interfaceName;

        private Builder(String name) {
            if (!NAME.matcher(name).matches()) {
                throw new InvalidValueException("network", name, "names must match " + NAME.pattern());
            }
            this.name = name;
        }

        /**
         * Wants an address, beside those that were wanted before.
         *
         * @param address an address of one of the network's subnets
         * @return this builder
         */
        public Builder ip(InetAddress address) {
            ips.add(address);
            return this;
        }

        /**
         * Wants a hardware address.
         *
         * @param address the address
         * @return this builder
         * @throws InvalidValueException if no interface can have it
         */
        public Builder mac(MacAddress address) {
            if (!address.isUnicast()) {
                throw new InvalidValueException("MAC address", address, "no interface can have a group's address");
            }
            mac = address;
            return this;
        }

        /**
         * Gives the pod another name on that network.
         *
         * @param alias the name
         * @return this builder
         * @throws InvalidValueException if a hosts file cannot hold it
         */
        public Builder alias(String alias) {
            aliases.add(HostEntry.checkedName("alias", alias));
            return this;
        }

        /**
         * Names the interface inside the pod.
         *
         * @param interfaceName the name
         * @return this builder
         * @throws InvalidValueException if no interface can have that name
         */
        public Builder interfaceName(String interfaceName) {
            if (LinkName.of(interfaceName).equals(LinkName.LOOPBACK)) {
                throw new InvalidValueException("link name", interfaceName, "is the loopback's");
            }
            this.interfaceName = interfaceName;
            return this;
        }

        /**
         * Makes the network.
         *
         * @return the network
         */
        public PodNetwork build() {
            return new PodNetwork(this);
        }
    }
}
