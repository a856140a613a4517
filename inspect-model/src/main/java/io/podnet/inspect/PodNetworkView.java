// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import io.podnet.base.InvalidValueException;
import io.podnet.base.PortMapping;
import io.podnet.cni.CniResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * What is known about a pod's network, as a converter needs it: neutral, with nothing decided about its presentation.
 *
 * <pre>{@code
 * PodNetworkView view = PodNetworkView.builder(id, "web")
 *         .status(ContainerStatus.RUNNING)
 *         .sandboxKey("/run/netns/podnet-1")
 *         .network(new AttachedNetwork("podnet", "eth0", List.of(), Optional.of(result)))
 *         .defaultNetwork("podnet")
 *         .port(PortMapping.tcp(8080, 80))
 *         .build();
 * }</pre>
 *
 * <p><b>Threads</b>: immutable.
 *
 * @param id the pod's full id
 * @param name the pod's name
 * @param status where the pod is in its life
 * @param mode how the pod gets its network
 * @param sandboxKey the path of the pod's own namespace; empty if it has none now
 * @param networks the networks in the order in which the pod was attached; none in other modes than bridge
 * @param networksNamed false if the caller named no network and the pod is where the default put it; what was connected
 *     or disconnected later counts as named
 * @param leftoverResults results of attachments that the pod has without belonging to their network any more, as a
 *     disconnect that failed half-way leaves them
 * @param ports the published ports in the order in which they were asked for, random ones chosen
 * @param exposedPorts the ports that are exposed
 * @param defaultNetwork the default network's name
 * @param rootless whether a plain user's pod
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record PodNetworkView(
        String id,
        String name,
        ContainerStatus status,
        NetworkMode mode,
        String sandboxKey,
        List<AttachedNetwork> networks,
        boolean networksNamed,
        List<CniResult> leftoverResults,
        List<PortMapping> ports,
        Set<ContainerPort> exposedPorts,
        String defaultNetwork,
        boolean rootless) {
    /** How many digits of the id make an alias, as in podman and docker. */
    private static final int SHORT_ID = 12;

    /**
     * Copies the lists.
     *
     * @param id the pod's full id
     * @param name the pod's name
     * @param status where the pod is in its life
     * @param mode how the pod gets its network
     * @param sandboxKey the path of the pod's own namespace
     * @param networks the networks in the order in which the pod was attached
     * @param networksNamed whether the caller named the networks
     * @param leftoverResults results of attachments beyond the networks
     * @param ports the published ports
     * @param exposedPorts the ports that are exposed
     * @param defaultNetwork the default network's name
     * @param rootless whether a plain user's pod
     * @throws InvalidValueException if a network occurs twice
     */
    public PodNetworkView {
        networks = List.copyOf(networks);
        leftoverResults = List.copyOf(leftoverResults);
        ports = List.copyOf(ports);
        exposedPorts = Set.copyOf(exposedPorts);
        Set<String> names = new HashSet<>();
        for (AttachedNetwork network : networks) {
            if (!names.add(network.name())) {
                throw new InvalidValueException("network", network.name(), "occurs twice in pod " + name);
            }
        }
    }

    /**
     * Starts a view of a pod that is created, in mode bridge and on no network.
     *
     * @param id the pod's full id
     * @param name the pod's name
     * @return a builder
     */
    public static Builder builder(String id, String name) {
        return new Builder(id, name);
    }

    /**
     * Gives the start of the id, which is an alias of the pod on every network.
     *
     * @return the first 12 characters
     */
    public String shortId() {
        return id.length() <= SHORT_ID ? id : id.substring(0, SHORT_ID);
    }

    /**
     * Lists the results that are known.
     *
     * @return those of the networks, then the leftover ones
     */
    public List<CniResult> results() {
        List<CniResult> results = new ArrayList<>();
        networks.forEach(network -> network.result().ifPresent(results::add));
        results.addAll(leftoverResults);
        return List.copyOf(results);
    }

    /**
     * Collects what is known about a pod.
     *
     * <p><b>Threads</b>: used by one thread.
     *
     * @since 0.1
     */
    public static final class Builder {
        private final String id;
        private final String name;
        private final List<AttachedNetwork> networks = new ArrayList<>();
        private final List<CniResult> leftoverResults = new ArrayList<>();
        private final List<PortMapping> ports = new ArrayList<>();
        private final Set<ContainerPort> exposedPorts = new LinkedHashSet<>();
        private ContainerStatus status = ContainerStatus.CREATED;
        private NetworkMode mode = NetworkMode.Plain.BRIDGE;
        private String sandboxKey = "";
        private boolean networksNamed;
        private String defaultNetwork = "";
        private boolean rootless;

        private Builder(String id, String name) {
            this.id = id;
            this.name = name;
        }

        /**
         * Sets where the pod is in its life.
         *
         * @param value the state
         * @return this builder
         */
        public Builder status(ContainerStatus value) {
            this.status = value;
            return this;
        }

        /**
         * Sets how the pod gets its network.
         *
         * @param value the mode
         * @return this builder
         */
        public Builder mode(NetworkMode value) {
            this.mode = value;
            return this;
        }

        /**
         * Sets the pod's own namespace.
         *
         * @param path its path; empty if there is none now
         * @return this builder
         */
        public Builder sandboxKey(String path) {
            this.sandboxKey = path;
            return this;
        }

        /**
         * Adds a network.
         *
         * @param network the network; after those that were added before
         * @return this builder
         */
        public Builder network(AttachedNetwork network) {
            networks.add(network);
            return this;
        }

        /**
         * Says whether the caller named the networks.
         *
         * @param named false if the default put the pod where it is
         * @return this builder
         */
        public Builder networksNamed(boolean named) {
            this.networksNamed = named;
            return this;
        }

        /**
         * Adds the result of an attachment without network.
         *
         * @param result the result
         * @return this builder
         */
        public Builder leftoverResult(CniResult result) {
            leftoverResults.add(result);
            return this;
        }

        /**
         * Adds a published port.
         *
         * @param mapping the mapping; after those that were added before
         * @return this builder
         */
        public Builder port(PortMapping mapping) {
            ports.add(mapping);
            return this;
        }

        /**
         * Adds an exposed port.
         *
         * @param port the port
         * @return this builder
         */
        public Builder exposedPort(ContainerPort port) {
            exposedPorts.add(port);
            return this;
        }

        /**
         * Names the default network; a pod on no other one has its addresses at the top of the document too.
         *
         * @param network its name
         * @return this builder
         */
        public Builder defaultNetwork(String network) {
            this.defaultNetwork = network;
            return this;
        }

        /**
         * Says whose pod it is.
         *
         * @param plainUser true for a plain user's
         * @return this builder
         */
        public Builder rootless(boolean plainUser) {
            this.rootless = plainUser;
            return this;
        }

        /**
         * Makes the view.
         *
         * @return the view
         * @throws InvalidValueException if a network occurs twice
         */
        public PodNetworkView build() {
            return new PodNetworkView(
                    id,
                    name,
                    status,
                    mode,
                    sandboxKey,
                    networks,
                    networksNamed,
                    leftoverResults,
                    ports,
                    exposedPorts,
                    defaultNetwork,
                    rootless);
        }
    }
}
