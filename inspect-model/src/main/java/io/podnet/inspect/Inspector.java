// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import io.podnet.base.BackendCandidate;
import io.podnet.base.BackendSelector;
import io.podnet.inspect.spi.InspectConverter;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Makes inspect documents of what is known about pods.
 *
 * <pre>{@code
 * Inspector inspector = Inspector.builder().build();
 * System.out.println(inspector.settings(view).toJson());
 * }</pre>
 *
 * <p>The converters that ServiceLoader finds make the documents: {@code podman}, the default, by the rules of podman
 * 4.3.1, and {@code podman-v3} by those of podman 3.2. The property {@code podnet.inspect.backend} names another.
 *
 * <p><b>Threads</b>: safe for use by several threads.
 *
 * <p><b>Privileges</b>: none.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Inspector {
    private final InspectConverter converter;
    private final Fidelity fidelity;

    private Inspector(InspectConverter converter, Fidelity fidelity) {
        this.converter = converter;
        this.fidelity = fidelity;
    }

    /**
     * Starts with the default converter and {@link Fidelity#IMPROVED}.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Lists the converters that there are.
     *
     * @return the converters, the highest priority first
     */
    public static List<BackendCandidate> candidates() {
        return found().candidates();
    }

    /**
     * Names the converter that was chosen.
     *
     * @return such as {@code podman}
     */
    public String backend() {
        return converter.name();
    }

    /**
     * Tells how closely podman is followed.
     *
     * @return the choice
     */
    public Fidelity fidelity() {
        return fidelity;
    }

    /**
     * Makes a pod's network settings.
     *
     * @param view what is known about the pod
     * @return the settings
     * @throws InspectException if what is known does not fit together
     */
    public NetworkSettings settings(PodNetworkView view) {
        return converter.convert(view, fidelity);
    }

    /**
     * Makes what {@code podman inspect} prints about a pod, as far as it concerns networks: id, state, name, network
     * settings, and what was asked for.
     *
     * @param view what is known about the pod
     * @return the document
     * @throws InspectException if what is known does not fit together
     */
    public InspectDocument document(PodNetworkView view) {
        NetworkSettings settings = settings(view);
        boolean shared = view.mode() instanceof NetworkMode.Shared;
        return InspectDocument.builder(settings)
                .id(view.id())
                .name(view.name())
                .status(view.status())
                .networkMode(view.mode().toString())
                .portBindings(shared ? Map.of() : settings.ports())
                .build();
    }

    private static BackendSelector<InspectConverter> found() {
        return BackendSelector.of(InspectConverter.class, ServiceLoader.load(InspectConverter.class))
                .property("podnet.inspect.backend");
    }

    /**
     * Chooses how documents are made.
     *
     * <p><b>Threads</b>: used by one thread.
     *
     * @since 0.1
     */
    public static final class Builder {
        private String backend = "";
        private Fidelity fidelity = Fidelity.IMPROVED;
        private @Nullable InspectConverter converter;

        private Builder() {}

        /**
         * Names the converter; wins over the property.
         *
         * @param name such as {@code podman-v3}; empty for no choice
         * @return this builder
         */
        public Builder backend(String name) {
            this.backend = name;
            return this;
        }

        /**
         * Gives the converter itself; wins over a name.
         *
         * @param instance a converter
         * @return this builder
         */
        public Builder converter(InspectConverter instance) {
            this.converter = instance;
            return this;
        }

        /**
         * Says how closely to follow podman where its documents mislead readers.
         *
         * @param value the choice
         * @return this builder
         */
        public Builder fidelity(Fidelity value) {
            this.fidelity = value;
            return this;
        }

        /**
         * Makes the inspector.
         *
         * @return the inspector
         * @throws io.podnet.base.NoBackendException if there is no such converter
         */
        public Inspector build() {
            return new Inspector(
                    converter != null ? converter : found().named(backend).select(), fidelity);
        }
    }
}
