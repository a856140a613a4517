// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import io.podnet.base.InvalidValueException;
import io.podnet.base.MacAddress;
import io.podnet.base.PortMapping;
import io.podnet.inspect.ContainerPort;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What a pod is to be.
 *
 * <pre>{@code
 * PodSpec web = PodSpec.builder().name("web").network("podnet").publish(PortMapping.tcp(8080, 80)).build();
 * }</pre>
 *
 * <p><b>Threads</b>: immutable.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class PodSpec {
    /** What podman permits (libpod/define, NameRegex). */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");

    private final @Nullable String name;
    private final NetworkMode mode;
    private final List<PodNetwork> networks;
    private final Optional<PodNetwork> defaultNetwork;
    private final List<PortMapping> ports;
    private final List<ContainerPort> exposed;
    private final DnsSettings dns;
    private final List<HostEntry> hosts;

    private PodSpec(Builder from) {
        this.name = from.name;
        this.mode = from.mode == null ? NetworkMode.bridge() : from.mode;
        this.networks = List.copyOf(from.networks.values());
        this.defaultNetwork = Optional.ofNullable(from.defaultNetwork);
        this.ports = List.copyOf(from.ports);
        this.exposed = List.copyOf(from.exposed);
        this.dns = from.dns;
        this.hosts = List.copyOf(from.hosts);
    }

    /**
     * Starts the description of a pod.
     *
     * @return a builder; without further calls the pod gets a name of its own, the default network and no ports
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Tells the pod's name.
     *
     * @return the name; empty for the first 12 digits of the id
     */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /**
     * Tells how the pod gets its network.
     *
     * @return the mode; bridge if none was set
     */
    public NetworkMode mode() {
        return mode;
    }

    /**
     * Lists the networks that the pod is attached to.
     *
     * @return them in the order of the interfaces {@code eth0}, {@code eth1}...; empty for the default network, and in
     *     all modes but bridge
     */
    public List<PodNetwork> networks() {
        return networks;
    }

    /**
     * Tells how the pod is to be on the default network.
     *
     * @param name the default network's name
     * @return the default network, with what {@link Builder#ip}, {@link Builder#mac} and {@link Builder#alias} asked for
     */
    public PodNetwork defaultNetwork(String name) {
        return defaultNetwork.map(each -> renamed(each, name)).orElseGet(() -> PodNetwork.of(name));
    }

    private static PodNetwork renamed(PodNetwork like, String name) {
        PodNetwork.Builder network = PodNetwork.builder(name);
        like.ips().forEach(network::ip);
        like.mac().ifPresent(network::mac);
        like.aliases().forEach(network::alias);
        like.interfaceName().ifPresent(network::interfaceName);
        return network.build();
    }

    /**
     * Lists the ports that lead into the pod, through its first network.
     *
     * @return the mappings in the order in which they were given
     */
    public List<PortMapping> ports() {
        return ports;
    }

    /**
     * Lists the ports that are shown as the pod's without being published.
     *
     * @return the ports in the order in which they were given, each once
     */
    public List<ContainerPort> exposed() {
        return exposed;
    }

    /**
     * Tells how the pod resolves names.
     *
     * @return what was set
     */
    public DnsSettings dns() {
        return dns;
    }

    /**
     * Lists the lines of its own that the pod's {@code /etc/hosts} gets.
     *
     * @return the entries in the order in which they were given
     */
    public List<HostEntry> hosts() {
        return hosts;
    }

    /**
     * Collects the parts of a {@link PodSpec}.
     *
     * <p><b>Threads</b>: used by one thread.
     *
     * @since 0.1
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public static final class Builder {
        /** Stands for the default network, whose name is known when the pod is created. */
        private static final String DEFAULT = "default";

        private @Nullable String name;
        private @Nullable NetworkMode mode;
        private final Map<String, PodNetwork> networks = new LinkedHashMap<>();
        private @Nullable PodNetwork defaultNetwork;
        private final List<PortMapping> ports = new ArrayList<>();
        private final Set<ContainerPort> exposed = new LinkedHashSet<>();
        private DnsSettings dns = DnsSettings.none();
        private final List<HostEntry> hosts = new ArrayList<>();
        private @Nullable InetAddress ip;
        private @Nullable MacAddress mac;
        private final List<String> aliases = new ArrayList<>();

        private Builder() {}

        /**
         * Names the pod.
         *
         * @param name a letter or digit, then letters, digits, {@code _}, {@code .} and {@code -}
         * @return this builder
         * @throws InvalidValueException if the name is not of that form
         */
        public Builder name(String name) {
            if (!NAME.matcher(name).matches()) {
                throw new InvalidValueException("pod name", name, "names must match " + NAME.pattern());
            }
            this.name = name;
            return this;
        }

        /**
         * Sets how the pod gets its network.
         *
         * @param mode the mode
         * @return this builder
         */
        public Builder mode(NetworkMode mode) {
            this.mode = mode;
            return this;
        }

        /**
         * Attaches the pod to a network, after those that were named before.
         *
         * @param network the network's name
         * @return this builder
         * @throws InvalidValueException if that cannot be a network's name, or it was named before
         */
        public Builder network(String network) {
            return network(PodNetwork.of(network));
        }

        /**
         * Attaches the pod to a network, after those that were named before.
         *
         * @param network the network, and how the pod is to be on it
         * @return this builder
         * @throws InvalidValueException if it was named before
         */
        public Builder network(PodNetwork network) {
            if (networks.putIfAbsent(network.name(), network) != null) {
                throw new InvalidValueException("network", network.name(), "the pod is attached to it already");
            }
            return this;
        }

        /**
         * Sets mode and networks by the words of {@code podman run --network}: a mode, or networks with their options,
         * or several networks with commas between.
         *
         * @param words the values of the option, in the order in which they were given
         * @return this builder
         * @throws InvalidValueException if they do not go together, or one cannot be used
         */
        public Builder networks(List<String> words) {
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                Optional<NetworkMode> found = NetworkModeParser.find(word);
                if (i > 0 && (found.isPresent() || word.startsWith("bridge:"))) {
                    throw new InvalidValueException(
                            "network",
                            word,
                            "can only set extra network names, selected mode " + word.replaceFirst(":.*", "")
                                    + " conflicts with bridge");
                }
                if (i > 0 && mode != null && !mode.isBridge()) {
                    throw new InvalidValueException(
                            "network",
                            word,
                            "cannot set multiple networks without bridge network mode, selected mode " + mode);
                }
                if (found.isPresent()) {
                    mode = found.get();
                } else if (word.startsWith("bridge:")) {
                    mode = NetworkMode.bridge();
                    defaultNetwork = PodNetwork.parse(DEFAULT + word.substring("bridge".length()));
                } else if (word.indexOf(':') >= 0) {
                    network(PodNetwork.parse(word));
                } else {
                    List.of(word.split(",", -1)).forEach(this::network);
                }
            }
            return this;
        }

        /**
         * Wants an address on the pod's only network.
         *
         * @param address the address
         * @return this builder
         */
        public Builder ip(InetAddress address) {
            this.ip = address;
            return this;
        }

        /**
         * Wants a hardware address on the pod's only network.
         *
         * @param address the address
         * @return this builder
         */
        public Builder mac(MacAddress address) {
            this.mac = address;
            return this;
        }

        /**
         * Gives the pod another name on all its networks.
         *
         * @param alias the name
         * @return this builder
         */
        public Builder alias(String alias) {
            aliases.add(alias);
            return this;
        }

        /**
         * Publishes ports of the pod on the host; without effect in the modes none, host, {@code ns:PATH} and
         * {@code pod:NAME}.
         *
         * @param mapping the mapping
         * @return this builder
         */
        public Builder publish(PortMapping mapping) {
            ports.add(mapping);
            return this;
        }

        /**
         * Says that the pod serves a port, which is shown in {@link Pod#inspect()} and leads nowhere.
         *
         * @param port the port
         * @return this builder
         */
        public Builder expose(ContainerPort port) {
            exposed.add(port);
            return this;
        }

        /**
         * Sets how the pod resolves names.
         *
         * @param settings the settings
         * @return this builder
         */
        public Builder dns(DnsSettings settings) {
            this.dns = settings;
            return this;
        }

        /**
         * Adds a line to the pod's {@code /etc/hosts}.
         *
         * @param entry the line
         * @return this builder
         */
        public Builder addHost(HostEntry entry) {
            hosts.add(entry);
            return this;
        }

        /**
         * Makes the description.
         *
         * @return the description
         * @throws InvalidValueException if its parts do not go together
         */
        public PodSpec build() {
            NetworkMode effective = mode == null ? NetworkMode.bridge() : mode;
            boolean bridge = effective.isBridge() || effective instanceof NetworkMode.Private;
            if (!networks.isEmpty() && !bridge) {
                throw new InvalidValueException(
                        "network",
                        networks.keySet().iterator().next(),
                        "cannot set networks without bridge network mode, selected mode " + effective);
            }
            spreadAddresses(bridge);
            spreadAliases(bridge);
            refuseTwinInterfaces();
            return new PodSpec(this);
        }

        // podman 4: --ip, --mac-address and --network-alias stand for options of the only network (of all networks).
        private void spreadAddresses(boolean bridge) {
            InetAddress wantedIp = ip;
            if (wantedIp != null) {
                change(bridge, "--ip", wantedIp.getHostAddress(), network -> network.ip(wantedIp));
            }
            MacAddress wantedMac = mac;
            if (wantedMac != null) {
                change(bridge, "--mac-address", wantedMac, network -> network.mac(wantedMac));
            }
            ip = null;
            mac = null;
        }

        private void change(boolean bridge, String option, Object value, Consumer<PodNetwork.Builder> change) {
            if (!bridge) {
                throw new InvalidValueException(
                        option, value, option + " can only be set when the network mode is bridge");
            }
            if (networks.size() > 1) {
                throw new InvalidValueException(option, value, option + " can only be set for a single network");
            }
            changeAll(change);
        }

        private void spreadAliases(boolean bridge) {
            if (!aliases.isEmpty() && !bridge) {
                throw new InvalidValueException(
                        "--network-alias",
                        aliases.get(0),
                        "--network-alias can only be set when the network mode is bridge");
            }
            if (!aliases.isEmpty()) {
                changeAll(network -> aliases.forEach(network::alias));
                aliases.clear();
            }
        }

        private void changeAll(Consumer<PodNetwork.Builder> change) {
            if (networks.isEmpty()) {
                PodNetwork.Builder network =
                        defaultNetwork == null ? PodNetwork.builder(DEFAULT) : defaultNetwork.toBuilder();
                change.accept(network);
                defaultNetwork = network.build();
            }
            networks.replaceAll((key, old) -> {
                PodNetwork.Builder network = old.toBuilder();
                change.accept(network);
                return network.build();
            });
        }

        private void refuseTwinInterfaces() {
            Set<String> names = new HashSet<>();
            for (PodNetwork each : networks.values()) {
                each.interfaceName().filter(ifName -> !names.add(ifName)).ifPresent(ifName -> {
                    throw new InvalidValueException(
                            "interface name", ifName, "is used for more than one network of the pod");
                });
            }
        }
    }
}
