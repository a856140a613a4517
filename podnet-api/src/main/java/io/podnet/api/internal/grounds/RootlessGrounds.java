// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.grounds;

import io.podnet.api.PodId;
import io.podnet.api.internal.port.HostPorts;
import io.podnet.api.internal.port.PodPorts;
import io.podnet.base.IpPrefix;
import io.podnet.base.PortMapping;
import io.podnet.base.ProcessIdentity;
import io.podnet.cni.spi.PluginInvoker;
import io.podnet.netns.Namespaces;
import io.podnet.rootless.PodStack;
import io.podnet.rootless.PublishedPort;
import io.podnet.rootless.RootlessNamespace;
import io.podnet.rootless.RootlessNetwork;
import io.podnet.rootless.StackChoice;
import io.podnet.rootless.spi.ForwardTarget;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rootless namespace of a user without privileges. It is made with the first pod and removed with the last one;
 * while this JVM has made a pod, it is watched over.
 */
public final class RootlessGrounds implements Grounds {
    private final Preconditions preconditions;
    private final RootlessNetwork network;
    private final HolderNamespaces operations;
    private final Namespaces namespaces;
    private RootlessNetwork.@Nullable Supervision supervision;
    private @Nullable ProcessIdentity joined;

    /**
     * Stands on a rootless namespace, which need not be there yet.
     *
     * @param preconditions what has to be so
     * @param network the network
     * @param pins where namespaces of pods are pinned in there
     */
    public RootlessGrounds(Preconditions preconditions, RootlessNetwork network, Path pins) {
        this.preconditions = preconditions;
        this.network = network;
        this.operations = new HolderNamespaces(this::hold, network::current);
        this.namespaces = Namespaces.builder()
                .backends(List.of(operations))
                .backend(operations.name())
                .directory(pins)
                .open();
    }

    private RootlessNamespace hold() {
        RootlessNamespace namespace = network.hold();
        watch();
        return namespace;
    }

    private synchronized void watch() {
        if (supervision == null) {
            supervision = network.supervise();
        }
    }

    // Once per holder: from then on it is watched over.
    @Override
    public synchronized void join() {
        ProcessIdentity holder =
                network.current().map(RootlessNamespace::holder).orElse(null);
        if (holder == null || !holder.equals(joined)) {
            joined = network.ensure().holder();
            watch();
        }
    }

    /**
     * Gives what runs plugins in there.
     *
     * @return the backend
     */
    public PluginInvoker plugins() {
        return new HolderPlugins(network::current);
    }

    @Override
    public void check() {
        preconditions.check();
    }

    @Override
    public Namespaces namespaces() {
        return namespaces;
    }

    @Override
    public Path look(Path path) {
        return network.current()
                .map(namespace -> namespace.reachable(path))
                .orElseGet(() -> Path.of("/proc/0/root").resolve(Path.of("/").relativize(path)));
    }

    @Override
    public boolean pluginsPublish() {
        return false;
    }

    @Override
    public HostPorts claim(List<PortMapping> wanted, Supplier<PodPorts> others) {
        network.requireUsable(wanted);
        HostPorts ports = HostPorts.claim(wanted, others);
        // Whoever leads them to the pod listens on them.
        ports.close();
        return ports;
    }

    @Override
    public void publish(PodId pod, Path netns, List<IpPrefix> addresses, List<PortMapping> ports) {
        if (!ports.isEmpty()) {
            ForwardTarget target = new ForwardTarget(
                    pod.value(), netns, first(addresses, Inet4Address.class), first(addresses, Inet6Address.class));
            network.publish(target, ports);
        }
    }

    private static <T extends InetAddress> Optional<T> first(List<IpPrefix> addresses, Class<T> family) {
        return addresses.stream()
                .map(IpPrefix::address)
                .filter(family::isInstance)
                .map(family::cast)
                .findFirst();
    }

    @Override
    public void withdraw(PodId pod) {
        network.stopStack(pod.value());
        network.publish(new ForwardTarget(pod.value(), Path.of("/"), Optional.empty(), Optional.empty()), List.of());
    }

    @Override
    public List<PublishedPort> published(PodId pod) {
        return network.published(pod.value());
    }

    @Override
    public String resolvConf(PodId pod) {
        return network.resolvConf(pod.value());
    }

    @Override
    public PodStack startStack(PodId pod, Path netns, StackChoice stack, List<PortMapping> ports) {
        return network.startStack(pod.value(), netns, stack, ports);
    }

    @Override
    public boolean canVanish() {
        return true;
    }

    @Override
    public boolean serves(PodId pod, boolean ports, boolean ownStack) {
        return (!ports || !published(pod).isEmpty())
                && (!ownStack || network.stackOf(pod.value()).isPresent());
    }

    @Override
    public boolean areBroken() {
        return network.isBroken();
    }

    @Override
    public void repair() {
        network.repair();
    }

    @Override
    public void release(BooleanSupplier inUse) {
        network.release(inUse);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (supervision != null) {
                supervision.close();
                supervision = null;
            }
        }
        namespaces.close();
    }
}
