// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.grounds;

import io.podnet.base.Availability;
import io.podnet.base.ProcessIdentity;
import io.podnet.netns.Feature;
import io.podnet.netns.Namespaces;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsName;
import io.podnet.netns.NetnsNotFoundException;
import io.podnet.netns.Scope;
import io.podnet.netns.spi.NamespaceBackend;
import io.podnet.netns.spi.NamespaceOperations;
import io.podnet.rootless.RootlessNamespace;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Network namespaces in the scope of a holder that comes and goes: it is started for the first namespace, may be replaced
 * by another process, and without it there are none.
 */
final class HolderNamespaces implements NamespaceBackend, NamespaceOperations {
    private final Supplier<RootlessNamespace> made;
    private final Supplier<Optional<RootlessNamespace>> current;
    private @Nullable Opened opened;

    private record Opened(ProcessIdentity holder, Namespaces namespaces) {}

    HolderNamespaces(Supplier<RootlessNamespace> made, Supplier<Optional<RootlessNamespace>> current) {
        this.made = made;
        this.current = current;
    }

    @Override
    public String name() {
        return "holder";
    }

    @Override
    public Availability probe() {
        return Availability.available("the rootless namespace");
    }

    @Override
    public boolean serves(Scope scope) {
        return scope instanceof Scope.ThisProcess;
    }

    @Override
    public NamespaceOperations open(Scope scope) {
        return this;
    }

    private synchronized Namespaces of(RootlessNamespace namespace, Path directory) {
        Opened known = opened;
        if (known != null
                && known.holder().equals(namespace.holder())
                && known.namespaces().directory().equals(directory)) {
            return known.namespaces();
        }
        close();
        Namespaces fresh = Namespaces.builder()
                .scope(Scope.holder(namespace.holder()))
                .directory(directory)
                .open();
        opened = new Opened(namespace.holder(), fresh);
        return fresh;
    }

    private <T> T there(String what, Function<Namespaces, T> use) {
        RootlessNamespace namespace = current.get()
                .orElseThrow(() -> new NetnsNotFoundException(
                        "cannot open " + what + ": the rootless namespace that it was in is gone", null));
        return use.apply(of(namespace, Path.of("/run/netns")));
    }

    @Override
    public Set<Feature> features() {
        return Set.of();
    }

    @Override
    public Netns create() {
        return of(made.get(), Path.of("/run/netns")).createAnonymous();
    }

    @Override
    public Netns create(Path pin) {
        return of(made.get(), directory(pin)).create(name(pin));
    }

    @Override
    public Netns open(Path path) {
        return there("the network namespace " + path, namespaces -> namespaces.open(path));
    }

    @Override
    public Netns ofProcess(long pid) {
        return of(made.get(), Path.of("/run/netns")).ofProcess(pid);
    }

    @Override
    public Netns current() {
        return there("the rootless network namespace", Namespaces::current);
    }

    @Override
    public void pin(Netns namespace, Path pin) {
        of(made.get(), directory(pin)).pin(namespace, name(pin));
    }

    @Override
    public boolean unpin(Path pin) {
        return current.get()
                .map(namespace -> of(namespace, directory(pin)).remove(name(pin)))
                .orElse(false);
    }

    @Override
    public List<Path> pins(Path directory) {
        return current.get()
                .map(namespace -> of(namespace, directory).list().stream()
                        .map(each -> directory.resolve(each.value()))
                        .toList())
                .orElse(List.of());
    }

    private static Path directory(Path pin) {
        return Objects.requireNonNull(pin.getParent(), "a pin lies in a directory");
    }

    private static NetnsName name(Path pin) {
        return NetnsName.of(pin.getFileName().toString());
    }

    @Override
    public synchronized void close() {
        if (opened != null) {
            opened.namespaces().close();
            opened = null;
        }
    }
}
