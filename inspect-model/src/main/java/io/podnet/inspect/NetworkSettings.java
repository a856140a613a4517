// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import io.podnet.inspect.internal.Copies;
import io.podnet.inspect.internal.json.Json;
import io.podnet.inspect.internal.json.SettingsReader;
import io.podnet.inspect.internal.json.SettingsWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * The {@code NetworkSettings} object of an inspect document.
 *
 * <pre>{@code
 * NetworkSettings settings = NetworkSettings.parse(json);
 * settings.networks().forEach((name, endpoint) ->
 *         System.out.println(name + " " + endpoint.addressing().ipAddress()));
 * }</pre>
 *
 * <p>Reads what podman 3 to 5 and docker write, and writes what podman 4.3.1 does, in its order: keys that it leaves out
 * when they are empty are left out, all others are there, unknown fields follow at the end of their object. So a
 * document of podman 4.3.1 comes back byte for byte; of others these things change: the order of keys, missing keys that
 * podman always writes, {@code null} or an empty list where podman writes nothing, an empty list of bindings, which
 * becomes {@code null}, and blanks.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @param addressing the addresses; none if the pod is on anything but the default network alone
 * @param bridge docker's bridge; podman leaves it empty
 * @param sandboxId docker's sandbox; podman leaves it empty
 * @param hairpinMode always false
 * @param linkLocalIpv6Address always empty
 * @param linkLocalIpv6PrefixLength always 0
 * @param ports the ports of the pod ({@code 80/tcp}), sorted by their text, with the ports of the host that lead there; an
 *     empty list for a port that is exposed only, which JSON says as {@code null}
 * @param sandboxKey the path of the network namespace; empty if the pod has none of its own or is not running
 * @param networks the networks, sorted by name; none in other modes than bridge
 * @param unknown fields that this version does not know, in the order of the document
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record NetworkSettings(
        Addressing addressing,
        String bridge,
        String sandboxId,
        boolean hairpinMode,
        String linkLocalIpv6Address,
        int linkLocalIpv6PrefixLength,
        Map<String, List<PortBinding>> ports,
        String sandboxKey,
        Map<String, EndpointSettings> networks,
        Map<String, JsonText> unknown) {
    /**
     * Copies the maps.
     *
     * @param addressing the addresses
     * @param bridge docker's bridge
     * @param sandboxId docker's sandbox
     * @param hairpinMode always false
     * @param linkLocalIpv6Address always empty
     * @param linkLocalIpv6PrefixLength always 0
     * @param ports the ports of the pod with those of the host
     * @param sandboxKey the path of the network namespace
     * @param networks the networks
     * @param unknown fields that this version does not know
     */
    public NetworkSettings {
        Map<String, List<PortBinding>> copy = new LinkedHashMap<>();
        ports.forEach((port, bindings) -> copy.put(port, List.copyOf(bindings)));
        ports = Copies.sorted(copy);
        networks = Copies.sorted(networks);
        unknown = Copies.ordered(unknown);
    }

    /**
     * Reads a bare NetworkSettings object; {@link InspectDocument} reads what is around it.
     *
     * @param json an object
     * @return the settings
     * @throws InspectException ({@value InspectException#DOCUMENT_INVALID}) if a field has a value of another kind; the
     *     message tells which
     */
    public static NetworkSettings parse(String json) {
        return SettingsReader.settings(Json.parse(json), "NetworkSettings");
    }

    /**
     * Starts with nothing in it.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Lists the ports of the host that lead to a port of the pod.
     *
     * @param port the pod's port
     * @return the bindings; empty if there are none
     */
    public List<PortBinding> bindings(ContainerPort port) {
        return ports.getOrDefault(port.toString(), List.of());
    }

    /**
     * Prints the settings on one line, as {@code podman inspect --format '{{json .NetworkSettings}}'} does.
     *
     * @return JSON that {@link #parse(String)} reads back
     */
    public String toJson() {
        return Json.compact(SettingsWriter.settings(this));
    }

    /**
     * Collects the parts that podman fills.
     *
     * <p><b>Threads</b>: used by one thread.
     *
     * @since 0.1
     */
    public static final class Builder {
        private final Map<String, List<PortBinding>> ports = new LinkedHashMap<>();
        private final Map<String, EndpointSettings> networks = new LinkedHashMap<>();
        private Addressing addressing = Addressing.NONE;
        private String sandboxKey = "";

        private Builder() {}

        /**
         * Sets the addresses.
         *
         * @param addresses those of the default network, if the pod is on no other one
         * @return this builder
         */
        public Builder addressing(Addressing addresses) {
            this.addressing = addresses;
            return this;
        }

        /**
         * Adds ports.
         *
         * @param bindings the pod's ports with those of the host
         * @return this builder
         */
        public Builder ports(Map<String, List<PortBinding>> bindings) {
            ports.putAll(bindings);
            return this;
        }

        /**
         * Sets the network namespace.
         *
         * @param path its path; empty if there is none
         * @return this builder
         */
        public Builder sandboxKey(String path) {
            this.sandboxKey = path;
            return this;
        }

        /**
         * Adds a network.
         *
         * @param name the network's name
         * @param endpoint what the pod has on it
         * @return this builder
         */
        public Builder network(String name, EndpointSettings endpoint) {
            networks.put(name, endpoint);
            return this;
        }

        /**
         * Makes the settings.
         *
         * @return them
         */
        public NetworkSettings build() {
            return new NetworkSettings(addressing, "", "", false, "", 0, ports, sandboxKey, networks, Map.of());
        }
    }
}
