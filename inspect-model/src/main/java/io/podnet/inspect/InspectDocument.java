// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import io.podnet.inspect.internal.Copies;
import io.podnet.inspect.internal.json.DocumentReader;
import io.podnet.inspect.internal.json.DocumentWriter;
import io.podnet.inspect.internal.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * One container's object of {@code podman inspect} or {@code docker inspect}: its network settings as values, everything
 * else as it was.
 *
 * <pre>{@code
 * for (InspectDocument container : InspectDocument.parseAll(json)) {
 *     System.out.println(container.name() + " " + container.networkSettings().networks().keySet());
 * }
 * }</pre>
 *
 * <p>The fields keep their order and their values when a document is written again; inside NetworkSettings the rules of
 * {@link NetworkSettings} hold.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class InspectDocument {
    private final Map<String, JsonText> fields;
    private final NetworkSettings networkSettings;

    private InspectDocument(Map<String, JsonText> fields, NetworkSettings networkSettings) {
        this.fields = Copies.ordered(fields);
        this.networkSettings = networkSettings;
    }

    /**
     * Reads what an inspect command printed, whatever its form: a list of containers, the object of one, or bare network
     * settings, which become a document with nothing else in it.
     *
     * @param json the text
     * @return the documents, in the order of the text
     * @throws InspectException ({@value InspectException#DOCUMENT_INVALID}) if it is none of these, or a field of the
     *     network settings has a value of another kind; the message tells which
     */
    public static List<InspectDocument> parseAll(String json) {
        return DocumentReader.read(json, InspectDocument::new);
    }

    /**
     * Prints documents as {@code podman inspect} does: a list, indented by five blanks, without the final newline.
     *
     * @param documents the documents
     * @return JSON that {@link #parseAll(String)} reads back
     */
    public static String toJson(List<InspectDocument> documents) {
        return Json.pretty(DocumentWriter.list(
                documents.stream().map(InspectDocument::fields).toList()));
    }

    /**
     * Starts a document.
     *
     * @param settings its network settings
     * @return a builder
     */
    public static Builder builder(NetworkSettings settings) {
        return new Builder(settings);
    }

    /**
     * Gives the network settings.
     *
     * @return the settings
     */
    public NetworkSettings networkSettings() {
        return networkSettings;
    }

    /**
     * Gives the same document with other network settings, in the same place.
     *
     * @param settings the settings
     * @return the document
     */
    public InspectDocument withNetworkSettings(NetworkSettings settings) {
        Map<String, JsonText> copy = new LinkedHashMap<>(fields);
        copy.put(DocumentReader.NETWORK_SETTINGS, new JsonText(settings.toJson()));
        return new InspectDocument(copy, settings);
    }

    /**
     * Gives the same document with a field of another value, in its place, or with one field more, after all others.
     *
     * @param name the field's name; the network settings have {@link #withNetworkSettings(NetworkSettings)}
     * @param value the value
     * @return the document
     * @throws IllegalArgumentException if the name is {@code NetworkSettings}
     */
    public InspectDocument withField(String name, JsonText value) {
        if (name.equals(DocumentReader.NETWORK_SETTINGS)) {
            throw new IllegalArgumentException(name + " is no field like others: use withNetworkSettings");
        }
        Map<String, JsonText> copy = new LinkedHashMap<>(fields);
        copy.put(name, value);
        return new InspectDocument(copy, networkSettings);
    }

    /**
     * Gives the container's id.
     *
     * @return the id; empty if the document has none
     */
    public String id() {
        return DocumentReader.text(fields, "Id");
    }

    /**
     * Gives the container's name.
     *
     * @return the name, with a slash before it in docker's documents; empty if the document has none
     */
    public String name() {
        return DocumentReader.text(fields, "Name");
    }

    /**
     * Gives {@code State.Status}.
     *
     * @return such as {@code running}; empty if the document has none
     */
    public String status() {
        return DocumentReader.text(fields, "State", "Status");
    }

    /**
     * Gives {@code HostConfig.NetworkMode}.
     *
     * @return such as {@code bridge} or {@code container:ID}; empty if the document has none
     */
    public String networkMode() {
        return DocumentReader.text(fields, DocumentReader.HOST_CONFIG, "NetworkMode");
    }

    /**
     * Gives {@code HostConfig.PortBindings}: the ports that were asked for.
     *
     * @return the pod's ports with those of the host, as {@link NetworkSettings#ports()} has them
     * @throws InspectException ({@value InspectException#DOCUMENT_INVALID}) if there is something else in the document
     */
    public Map<String, List<PortBinding>> portBindings() {
        return DocumentReader.portBindings(fields);
    }

    /**
     * Gives a field as it is.
     *
     * @param name the field's name
     * @return its value, if the document has one
     */
    public Optional<JsonText> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /**
     * Gives all fields, NetworkSettings among them.
     *
     * @return the values by name, in the order of the document
     */
    public Map<String, JsonText> fields() {
        return fields;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof InspectDocument document && fields.equals(document.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /**
     * Prints the document on one line.
     *
     * @return JSON that {@link #parseAll(String)} reads back
     */
    @Override
    public String toString() {
        return Json.compact(DocumentWriter.object(fields));
    }

    /**
     * Collects the parts of a document; they are written in podman's order.
     *
     * <p><b>Threads</b>: used by one thread.
     *
     * @since 0.1
     */
    public static final class Builder {
        private final NetworkSettings settings;
        private Map<String, List<PortBinding>> portBindings = Map.of();
        private String id = "";
        private String name = "";
        private String networkMode = "";
        private @Nullable ContainerStatus status;

        private Builder(NetworkSettings settings) {
            this.settings = settings;
        }

        /**
         * Sets the id.
         *
         * @param text the id
         * @return this builder
         */
        public Builder id(String text) {
            this.id = text;
            return this;
        }

        /**
         * Sets the name.
         *
         * @param text the name
         * @return this builder
         */
        public Builder name(String text) {
            this.name = text;
            return this;
        }

        /**
         * Sets the state.
         *
         * @param value the state
         * @return this builder
         */
        public Builder status(ContainerStatus value) {
            this.status = value;
            return this;
        }

        /**
         * Sets the network mode.
         *
         * @param text such as {@code bridge}
         * @return this builder
         */
        public Builder networkMode(String text) {
            this.networkMode = text;
            return this;
        }

        /**
         * Sets the ports that were asked for.
         *
         * @param bindings the pod's ports with those of the host
         * @return this builder
         */
        public Builder portBindings(Map<String, List<PortBinding>> bindings) {
            this.portBindings = Copies.sorted(bindings);
            return this;
        }

        /**
         * Makes the document.
         *
         * @return the document
         */
        public InspectDocument build() {
            return new InspectDocument(
                    DocumentWriter.fields(
                            id, status == null ? "" : status.toString(), name, settings, networkMode, portBindings),
                    settings);
        }
    }
}
