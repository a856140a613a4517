// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import io.podnet.base.BackendSelector;
import io.podnet.base.InvalidValueException;
import io.podnet.base.NoBackendException;
import io.podnet.netns.internal.DefaultDirectory;
import io.podnet.netns.spi.NamespaceBackend;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Collects what {@link Namespaces} need; {@link Namespaces#builder()} gives one.
 *
 * <p><b>Threads</b>: used by one thread.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class NamespacesBuilder {
    private Optional<Path> directory = Optional.empty();
    private Scope scope = Scope.thisProcess();
    private String backend = "";
    private @Nullable List<NamespaceBackend> backends;

    NamespacesBuilder() {}

    /**
     * Sets where namespaces are pinned. Without it: {@code /run/netns} for root, where {@code ip netns} looks, else
     * {@code $XDG_RUNTIME_DIR/netns}.
     *
     * @param value a directory of the scope; made when it is needed
     * @return this
     * @throws InvalidValueException if it is not absolute
     */
    public NamespacesBuilder directory(Path value) {
        if (!value.isAbsolute()) {
            throw new InvalidValueException("namespace directory", value, "must be absolute");
        }
        directory = Optional.of(value.normalize());
        return this;
    }

    /**
     * Sets where namespaces are made and looked for; this process without it.
     *
     * @param value the scope
     * @return this
     */
    public NamespacesBuilder scope(Scope value) {
        scope = value;
        return this;
    }

    /**
     * Names the backend. Without it: the one that the property {@value Namespaces#BACKEND_PROPERTY} names, else the one
     * with the highest priority that can work here and serves the scope.
     *
     * @param name the backend's name, such as {@code jnr} or {@code nsenter}; empty for no choice
     * @return this
     */
    public NamespacesBuilder backend(String name) {
        backend = name;
        return this;
    }

    /**
     * Sets the backends to choose from, instead of those that ServiceLoader finds.
     *
     * @param values the backends
     * @return this
     */
    public NamespacesBuilder backends(List<? extends NamespaceBackend> values) {
        backends = List.copyOf(values);
        return this;
    }

    /**
     * Chooses a backend.
     *
     * @return the namespaces, to be closed by the caller
     * @throws NoBackendException if the named backend is missing or cannot work, or none can; lists all with their reasons
     * @throws InvalidValueException if no directory is set and there is no default one
     */
    public Namespaces open() {
        List<NamespaceBackend> given = backends;
        BackendSelector<NamespaceBackend> found = given == null
                ? BackendSelector.of(NamespaceBackend.class, ServiceLoader.load(NamespaceBackend.class))
                : BackendSelector.of(NamespaceBackend.class, given);
        BackendSelector<NamespaceBackend> selector =
                found.property(Namespaces.BACKEND_PROPERTY).named(backend);
        NamespaceBackend chosen = choose(selector);
        Path pins = directory.orElseGet(DefaultDirectory::find);
        return new Namespaces(chosen.name(), chosen.open(scope), scope, pins);
    }

    private NamespaceBackend choose(BackendSelector<NamespaceBackend> selector) {
        boolean named = !backend.isEmpty()
                || !System.getProperty(Namespaces.BACKEND_PROPERTY, "").isEmpty();
        List<NamespaceBackend> usable = named ? List.of(selector.select()) : selector.available();
        return usable.stream()
                .filter(each -> each.serves(scope))
                .findFirst()
                .orElseThrow(() -> new NoBackendException(
                        named
                                ? "the backend \"" + usable.get(0).name() + "\" does not serve " + scope
                                : "no " + NamespaceBackend.class.getSimpleName() + " can serve " + scope + " here",
                        selector.candidates()));
    }
}
