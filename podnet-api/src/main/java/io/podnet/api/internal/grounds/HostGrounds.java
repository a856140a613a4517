// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.grounds;

import io.podnet.api.PodException;
import io.podnet.api.PodId;
import io.podnet.api.internal.port.HostPorts;
import io.podnet.api.internal.port.PodPorts;
import io.podnet.base.IpPrefix;
import io.podnet.base.PortMapping;
import io.podnet.netns.Namespaces;
import io.podnet.rootless.PodStack;
import io.podnet.rootless.PublishedPort;
import io.podnet.rootless.StackChoice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The host, whose root this process is. */
public final class HostGrounds implements Grounds {
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

    private final Preconditions preconditions;
    private final Namespaces namespaces;

    /**
     * Stands on the host.
     *
     * @param preconditions what has to be so
     * @param namespaces the host's namespaces
     */
    public HostGrounds(Preconditions preconditions, Namespaces namespaces) {
        this.preconditions = preconditions;
        this.namespaces = namespaces;
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
    public void join() {
        // The host's own networks are what plugins make.
    }

    @Override
    public Path look(Path path) {
        return path;
    }

    @Override
    public boolean pluginsPublish() {
        return true;
    }

    @Override
    public HostPorts claim(List<PortMapping> wanted, Supplier<PodPorts> others) {
        return HostPorts.claim(wanted, others);
    }

    @Override
    public void publish(PodId pod, Path netns, List<IpPrefix> addresses, List<PortMapping> ports) {
        // The plugins have done it.
    }

    @Override
    public void withdraw(PodId pod) {
        // The plugins do it when the pod is detached.
    }

    @Override
    public List<PublishedPort> published(PodId pod) {
        return List.of();
    }

    @Override
    public String resolvConf(PodId pod) {
        try {
            return Files.readString(RESOLV_CONF, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // A host need not have one.
            return "";
        }
    }

    // podman's text.
    @Override
    public PodStack startStack(PodId pod, Path netns, StackChoice stack, List<PortMapping> ports) {
        throw new PodException(
                "network-mode-invalid",
                "network mode \"" + stack.name() + "\" is for users without privileges: " + stack.name()
                        + " networking is only supported for rootless mode");
    }

    @Override
    public boolean canVanish() {
        return false;
    }

    @Override
    public boolean serves(PodId pod, boolean ports, boolean ownStack) {
        return true;
    }

    @Override
    public boolean areBroken() {
        return false;
    }

    @Override
    public void repair() {
        // The host is nobody's to repair.
    }

    @Override
    public void release(BooleanSupplier inUse) {
        // Nothing was made.
    }

    @Override
    public void close() {
        namespaces.close();
    }
}
