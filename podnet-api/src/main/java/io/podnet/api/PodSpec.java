package io.podnet.api;

import io.podnet.base.InvalidValueException;
import io.podnet.base.PortMapping;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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
    private final List<String> networks;
    private final List<PortMapping> ports;

    private PodSpec(Builder from) {
        this.name = from.name;
        this.networks = List.copyOf(from.networks);
        this.ports = List.copyOf(from.ports);
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
     * Lists the networks that the pod is attached to.
     *
     * @return their names in the order of the interfaces {@code eth0}, {@code eth1}...; empty for the default network
     */
    public List<String> networks() {
        return networks;
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
     * Collects the parts of a {@link PodSpec}.
     *
     * <p><b>Threads</b>: used by one thread.
     *
     * @since 0.1
     */
    public static final class Builder {
        private @Nullable String name;
        private final LinkedHashSet<String> networks = new LinkedHashSet<>();
        private final List<PortMapping> ports = new ArrayList<>();

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
         * Attaches the pod to a network, after those that were named before.
         *
         * @param network the network's name
         * @return this builder
         * @throws InvalidValueException if that cannot be a network's name, or it was named before
         */
        public Builder network(String network) {
            // The same characters as CNI permits (libcni, ValidateNetworkName).
            if (!NAME.matcher(network).matches()) {
                throw new InvalidValueException("network", network, "names must match " + NAME.pattern());
            }
            if (!networks.add(network)) {
                throw new InvalidValueException("network", network, "the pod is attached to it already");
            }
            return this;
        }

        /**
         * Publishes ports of the pod on the host.
         *
         * @param mapping the mapping
         * @return this builder
         */
        public Builder publish(PortMapping mapping) {
            ports.add(mapping);
            return this;
        }

        /**
         * Makes the description.
         *
         * @return the description
         */
        public PodSpec build() {
            return new PodSpec(this);
        }
    }
}
