// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpPrefix;
import io.podnet.base.MacAddress;
import io.podnet.base.PortMapping;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * One container's interface on one network: what libcni calls a RuntimeConf.
 *
 * <pre>{@code
 * Attachment eth0 = Attachment.builder("c0ffee", Path.of("/run/netns/blue"))
 *         .portMappings(List.of(PortMapping.tcp(8080, 80)))
 *         .arg("K8S_POD_NAME", "web")
 *         .build();
 * }</pre>
 *
 * <p>A capability reaches only the plugins that declare it in the configuration. Values are checked by the plugins;
 * names by ADD, see {@link CniNames}.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Attachment {
    /** The interface's name unless another one is given. */
    public static final String DEFAULT_IF_NAME = "eth0";

    private final AttachmentId id;
    private final Optional<Path> netns;
    private final boolean netnsEnding;
    private final List<Arg> args;
    private final Map<String, @Nullable Object> capabilityArgs;

    /**
     * One pair of {@code CNI_ARGS}. Without escapes: a key or value with a semicolon cannot be told from two pairs.
     *
     * @param key the name
     * @param value the value
     * @since 0.1
     */
    public record Arg(String key, String value) {
        /**
         * Reads pairs as cnitool takes them from its environment.
         *
         * @param text such as {@code IgnoreUnknown=1;K8S_POD_NAME=web}; may be empty
         * @return the pairs in order
         * @throws InvalidValueException if a pair has not exactly one equals sign, or nothing on a side of it
         */
        public static List<Arg> parse(String text) {
            List<Arg> args = new ArrayList<>();
            for (String pair : text.isEmpty() ? new String[0] : text.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals < 1 || equals == pair.length() - 1 || equals != pair.lastIndexOf('=')) {
                    throw new InvalidValueException("CNI_ARGS pair", pair, "want KEY=VALUE");
                }
                args.add(new Arg(pair.substring(0, equals), pair.substring(equals + 1)));
            }
            return List.copyOf(args);
        }
    }

    private Attachment(Builder from) {
        this.id = new AttachmentId(from.containerId, from.ifName);
        this.netns = Optional.ofNullable(from.netns);
        this.netnsEnding = from.netnsEnding;
        this.args = List.copyOf(from.args);
        this.capabilityArgs = CapabilityArgs.freeze(from.capabilityArgs);
    }

    /**
     * Starts an attachment of a container in a network namespace.
     *
     * @param containerId the container's id
     * @param netns the path of its network namespace
     * @return a builder
     */
    public static Builder builder(String containerId, Path netns) {
        return builder(containerId).netns(netns);
    }

    /**
     * Starts an attachment of a container whose network namespace is gone or not known, as it may be on DEL.
     *
     * @param containerId the container's id
     * @return a builder
     */
    public static Builder builder(String containerId) {
        return new Builder(containerId);
    }

    /**
     * Starts a changed copy.
     *
     * @return a builder that has all of this attachment
     */
    public Builder toBuilder() {
        Builder builder = new Builder(containerId());
        builder.ifName = ifName();
        builder.netns = netns.orElse(null);
        builder.netnsEnding = netnsEnding;
        builder.args.addAll(args);
        builder.capabilityArgs.putAll(capabilityArgs);
        return builder;
    }

    /**
     * Gives what tells this attachment apart from others to the same network.
     *
     * @return container and interface
     */
    public AttachmentId id() {
        return id;
    }

    /**
     * Names the container.
     *
     * @return its id
     */
    public String containerId() {
        return id.containerId();
    }

    /**
     * Names the interface inside the container.
     *
     * @return its name
     */
    public String ifName() {
        return id.ifName();
    }

    /**
     * Tells where the container's network namespace is.
     *
     * @return its path, if it is known
     */
    public Optional<Path> netns() {
        return netns;
    }

    /**
     * Tells whether the caller removes the network namespace right after DEL.
     *
     * @return false unless {@link Builder#netnsEnding} has been called
     */
    public boolean isNetnsEnding() {
        return netnsEnding;
    }

    /**
     * Lists the pairs of {@code CNI_ARGS}.
     *
     * @return the pairs in order
     */
    public List<Arg> args() {
        return args;
    }

    /**
     * Gives the capability arguments as JSON's values: unmodifiable maps and lists, strings, numbers, booleans, null.
     *
     * @return the arguments by capability, sorted
     */
    public Map<String, @Nullable Object> capabilityArgs() {
        return capabilityArgs;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Attachment that
                && id.equals(that.id)
                && netns.equals(that.netns)
                && netnsEnding == that.netnsEnding
                && args.equals(that.args)
                && capabilityArgs.equals(that.capabilityArgs);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return id + netns.map(path -> " in " + path).orElse("");
    }

    /**
     * Collects the parts of an attachment.
     *
     * <p><b>Threads</b>: used by one thread.
     *
     * @since 0.1
     */
    public static final class Builder {
        private final String containerId;
        private String ifName = DEFAULT_IF_NAME;
        private @Nullable Path netns;
        private boolean netnsEnding;
        private final List<Arg> args = new ArrayList<>();
        private final Map<String, @Nullable Object> capabilityArgs = new TreeMap<>();

        private Builder(String containerId) {
            this.containerId = containerId;
        }

        /**
         * Sets the network namespace.
         *
         * @param path its path
         * @return this builder
         */
        public Builder netns(Path path) {
            this.netns = path;
            return this;
        }

        /**
         * Promises that the network namespace is removed right after DEL: a plugin may leave to the kernel what goes with
         * the namespace in any case, which takes it less time than to remove it now. Only DEL heeds it; executables are
         * never told.
         *
         * @return this builder
         */
        public Builder netnsEnding() {
            this.netnsEnding = true;
            return this;
        }

        /**
         * Sets the name of the interface inside the container; {@value Attachment#DEFAULT_IF_NAME} unless set.
         *
         * @param name the name
         * @return this builder
         */
        public Builder ifName(String name) {
            this.ifName = name;
            return this;
        }

        /**
         * Adds a pair to {@code CNI_ARGS}.
         *
         * @param key the name
         * @param value the value
         * @return this builder
         */
        public Builder arg(String key, String value) {
            args.add(new Arg(key, value));
            return this;
        }

        /**
         * Replaces the pairs of {@code CNI_ARGS}.
         *
         * @param pairs the pairs in order
         * @return this builder
         */
        public Builder args(List<Arg> pairs) {
            args.clear();
            args.addAll(pairs);
            return this;
        }

        /**
         * Sets a capability argument; one of the methods below knows the form of the usual ones.
         *
         * @param name the capability
         * @param value maps, collections, strings, numbers, booleans or null, nested as needed
         * @return this builder
         * @throws InvalidValueException if there is something else in the value
         */
        public Builder capability(String name, @Nullable Object value) {
            capabilityArgs.put(name, CapabilityArgs.freezeSorted(name, value));
            return this;
        }

        // The cache is libcni's byte for byte: what is a struct in Go has its fields in order, maps are sorted.
        private Builder typed(String name, Object value) {
            capabilityArgs.put(name, CapabilityArgs.freeze(name, value));
            return this;
        }

        /**
         * Replaces all capability arguments.
         *
         * @param values the arguments by capability
         * @return this builder
         * @throws InvalidValueException if there is something in them that JSON cannot say
         */
        public Builder capabilityArgs(Map<String, ? extends @Nullable Object> values) {
            capabilityArgs.clear();
            values.forEach(this::capability);
            return this;
        }

        /**
         * Replaces all capability arguments by those in a JSON object.
         *
         * @param json an object with a field for each capability
         * @return this builder
         * @throws InvalidValueException if it is no such object
         */
        public Builder capabilityJson(String json) {
            return capabilityArgs(CapabilityArgs.parse(json));
        }

        /**
         * Publishes ports; ranges are split.
         *
         * @param mappings the ports, each with a port of the host
         * @return this builder
         * @throws InvalidValueException if a mapping leaves the host's port open
         */
        public Builder portMappings(List<PortMapping> mappings) {
            return typed(CapabilityArgs.PORT_MAPPINGS, CapabilityArgs.ofPortMappings(mappings));
        }

        /**
         * Limits traffic.
         *
         * @param limits the limits
         * @return this builder
         */
        public Builder bandwidth(Bandwidth limits) {
            return typed(CapabilityArgs.BANDWIDTH, CapabilityArgs.ofBandwidth(limits));
        }

        /**
         * Sets the name servers, search domains and options to use.
         *
         * @param dns name resolution; its domain is not handed on
         * @return this builder
         */
        public Builder dns(CniDns dns) {
            return typed(CapabilityArgs.DNS, CapabilityArgs.ofDns(dns));
        }

        /**
         * Asks for addresses.
         *
         * @param addresses the addresses
         * @return this builder
         */
        public Builder ips(List<InetAddress> addresses) {
            return capability(CapabilityArgs.IPS, CapabilityArgs.ofIps(addresses));
        }

        /**
         * Asks for addresses with their prefix lengths, as the IPAM plugin {@code static} needs them.
         *
         * @param addresses the addresses
         * @return this builder
         */
        public Builder ipPrefixes(List<IpPrefix> addresses) {
            return capability(
                    CapabilityArgs.IPS,
                    addresses.stream().map(IpPrefix::toString).toList());
        }

        /**
         * Asks for a hardware address.
         *
         * @param mac the address
         * @return this builder
         */
        public Builder mac(MacAddress mac) {
            return capability(CapabilityArgs.MAC, mac.toString());
        }

        /**
         * Sets the names under which the container is known, by network.
         *
         * @param namesByNetwork names by network
         * @return this builder
         */
        public Builder aliases(Map<String, List<String>> namesByNetwork) {
            return capability(CapabilityArgs.ALIASES, namesByNetwork);
        }

        /**
         * Sets the ranges to take addresses from: one address from each inner list.
         *
         * @param rangeSets sets of ranges
         * @return this builder
         */
        public Builder ipRanges(List<List<IpRange>> rangeSets) {
            return typed(CapabilityArgs.IP_RANGES, CapabilityArgs.ofIpRanges(rangeSets));
        }

        /**
         * Makes the attachment.
         *
         * @return the attachment
         */
        public Attachment build() {
            return new Attachment(this);
        }
    }
}
