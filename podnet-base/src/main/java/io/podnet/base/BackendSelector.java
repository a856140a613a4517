// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Spliterator;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses one backend of an SPI: the one that the caller names, else the one that a system property names, else the
 * available one with the highest priority. An environment variable may stand in for the property.
 *
 * <p>A named backend that is missing or cannot work is an error, never a silent fall-back. A provider that throws while
 * it is loaded is listed as unavailable with its cause. Two providers of one name are an error that names both.
 *
 * <p>Takes a ready {@link ServiceLoader}, since {@code ServiceLoader.load} has to be called by the module that declares
 * {@code uses}.
 *
 * <pre>{@code
 * NamespaceBackend backend = BackendSelector.of(NamespaceBackend.class, ServiceLoader.load(NamespaceBackend.class))
 *         .property("podnet.netns.backend")
 *         .select();
 * }</pre>
 *
 * <p><b>Threads</b>: a selector is used by one thread.
 *
 * @param <B> the SPI
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class BackendSelector<B extends Backend> {
    private static final Logger LOG = LoggerFactory.getLogger(BackendSelector.class.getPackageName());

    /** A services file that cannot be read fails again at every attempt: give up at some point. */
    private static final int MOST_PROVIDERS = 1000;

    private final Class<B> spi;
    private final List<Found<B>> found;
    private String property = "";
    private String variable = "";
    private @Nullable String name;

    private record Found<B>(
            BackendCandidate candidate, @Nullable B backend) {}

    private BackendSelector(Class<B> spi, List<Found<B>> found) {
        this.spi = spi;
        this.found = found;
    }

    /**
     * Looks at all providers that a service loader finds.
     *
     * @param spi the SPI
     * @param loader a loader that the caller's module made
     * @param <B> the SPI
     * @return a selector
     * @throws NoBackendException if two providers have the same name
     */
    public static <B extends Backend> BackendSelector<B> of(Class<B> spi, ServiceLoader<B> loader) {
        List<Found<B>> found = new ArrayList<>();
        // An iterator of the stream would end at the first broken declaration; its spliterator can go on.
        Spliterator<ServiceLoader.Provider<B>> providers = loader.stream().spliterator();
        boolean more = true;
        while (more) {
            try {
                more = providers.tryAdvance(provider -> found.add(load(provider)));
            } catch (ServiceConfigurationError e) {
                // The declaration itself is broken: a class that is missing or of the wrong type.
                String reason = "its service declaration is broken: " + e.getMessage();
                found.add(new Found<>(
                        new BackendCandidate("?", "?", "?", Integer.MIN_VALUE, Availability.unavailable(reason, e)),
                        null));
                more = found.size() < MOST_PROVIDERS;
            }
        }
        return checked(spi, found);
    }

    /**
     * Looks at given instances instead of those that a service loader finds.
     *
     * @param spi the SPI
     * @param backends the backends
     * @param <B> the SPI
     * @return a selector
     * @throws NoBackendException if two backends have the same name
     */
    public static <B extends Backend> BackendSelector<B> of(Class<B> spi, List<? extends B> backends) {
        List<Found<B>> found = new ArrayList<>();
        for (B backend : backends) {
            found.add(describe(backend));
        }
        return checked(spi, found);
    }

    private static <B extends Backend> BackendSelector<B> checked(Class<B> spi, List<Found<B>> found) {
        found.sort(Comparator.<Found<B>>comparingInt(each -> each.candidate().priority())
                .reversed()
                .thenComparing(each -> each.candidate().name()));
        Map<String, BackendCandidate> byName = new HashMap<>();
        for (Found<B> each : found) {
            BackendCandidate twin =
                    each.backend() == null ? null : byName.put(each.candidate().name(), each.candidate());
            if (twin != null) {
                throw new NoBackendException(
                        "two providers of " + spi.getSimpleName() + " have the name \"" + twin.name() + "\"",
                        List.of(twin, each.candidate()));
            }
        }
        return new BackendSelector<>(spi, found);
    }

    // A provider is foreign code: whatever it throws while loading must not hide the other providers.
    private static <B extends Backend> Found<B> load(ServiceLoader.Provider<B> provider) {
        try {
            return describe(provider.get());
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            Class<?> type = provider.type();
            return new Found<>(
                    new BackendCandidate(
                            type.getName(),
                            type.getName(),
                            origin(type),
                            Integer.MIN_VALUE,
                            Availability.unavailable("it failed while it was loaded: " + cause, cause)),
                    null);
        }
    }

    private static <B extends Backend> Found<B> describe(B backend) {
        Class<?> type = backend.getClass();
        return new Found<>(
                new BackendCandidate(backend.name(), type.getName(), origin(type), backend.priority(), probe(backend)),
                backend);
    }

    private static Availability probe(Backend backend) {
        try {
            return backend.probe();
        } catch (LinkageError | RuntimeException e) {
            return Availability.unavailable("its probe failed: " + e, e);
        }
    }

    private static String origin(Class<?> type) {
        return type.getModule().isNamed() ? type.getModule().getName() : "the class path";
    }

    /**
     * Names the system property that may name the backend.
     *
     * @param property the property, such as {@code podnet.netns.backend}
     * @return this selector
     */
    public BackendSelector<B> property(String property) {
        this.property = property;
        return this;
    }

    /**
     * Names the environment variable that may name the backend, for programs whose command line belongs to others; the
     * property wins.
     *
     * @param variable the variable, such as {@code PODNET_CNI_BACKEND}
     * @return this selector
     */
    public BackendSelector<B> variable(String variable) {
        this.variable = variable;
        return this;
    }

    /**
     * Names the backend; wins over the property and the variable.
     *
     * @param name the backend's name; empty for no choice
     * @return this selector
     */
    public BackendSelector<B> named(String name) {
        this.name = name.isEmpty() ? null : name;
        return this;
    }

    /**
     * Lists what was found.
     *
     * @return all candidates, the highest priority first
     */
    public List<BackendCandidate> candidates() {
        return found.stream().map(Found::candidate).toList();
    }

    /**
     * Lists the backends that can work here.
     *
     * @return them, the highest priority first; may be empty
     */
    public List<B> available() {
        List<B> available = new ArrayList<>();
        for (Found<B> each : found) {
            if (each.backend() != null && each.candidate().availability().isAvailable()) {
                available.add(each.backend());
            }
        }
        return List.copyOf(available);
    }

    /**
     * Chooses.
     *
     * @return the backend
     * @throws NoBackendException if the named one is missing or cannot work, or none can; the message lists all
     *     candidates with the reason each was not taken
     */
    public B select() {
        if (name != null) {
            return named(name, "the caller");
        }
        String byProperty = property.isEmpty() ? "" : System.getProperty(property, "");
        if (!byProperty.isEmpty()) {
            return named(byProperty, "property " + property);
        }
        String byVariable = variable.isEmpty() ? "" : Objects.requireNonNullElse(System.getenv(variable), "");
        if (!byVariable.isEmpty()) {
            return named(byVariable, "the environment variable " + variable);
        }
        List<B> available = available();
        if (available.isEmpty()) {
            throw new NoBackendException("no " + spi.getSimpleName() + " can work here", candidates());
        }
        B chosen = available.get(0);
        Optional<BackendCandidate> better = candidates().stream()
                .filter(each -> !each.availability().isAvailable())
                .findFirst();
        if (better.isPresent() && better.get().priority() > chosen.priority()) {
            LOG.debug("{} {} is used, since {}", spi.getSimpleName(), chosen.name(), better.get());
        }
        return chosen;
    }

    private B named(String wanted, String source) {
        for (Found<B> each : found) {
            if (each.backend() != null && each.candidate().name().equals(wanted)) {
                if (each.candidate().availability().isAvailable()) {
                    return each.backend();
                }
                throw new NoBackendException(
                        spi.getSimpleName() + " \"" + wanted + "\" (named by " + source + ") cannot work here",
                        List.of(each.candidate()));
            }
        }
        throw new NoBackendException(
                "there is no " + spi.getSimpleName() + " \"" + wanted + "\" (named by " + source + ")", candidates());
    }
}
