// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.grounds;

import io.podnet.api.PodId;
import io.podnet.api.internal.port.HostPorts;
import io.podnet.api.internal.port.PodPorts;
import io.podnet.base.IpPrefix;
import io.podnet.base.PortMapping;
import io.podnet.netns.Namespaces;
import io.podnet.rootless.PodStack;
import io.podnet.rootless.PublishedPort;
import io.podnet.rootless.StackChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Where pods are made. Root makes them on the host, where plugins publish ports by rules of the firewall. For a user
 * without privileges it is the rootless namespace: plugins and commands run in there, and ports are led to pods by
 * processes on the host.
 */
public interface Grounds extends Preconditions, AutoCloseable {
    /**
     * Gives the namespaces of pods.
     *
     * @return the namespaces; the grounds close them
     */
    Namespaces namespaces();

    /**
     * Joins the networks of pods to the outside, where the host has not done that; called before a pod is attached to one.
     */
    void join();

    /**
     * Turns a path, as plugins and pods see it, into one that leads to the same file for this JVM.
     *
     * @param path an absolute path
     * @return the path to look at; leads nowhere if the grounds are gone
     */
    Path look(Path path);

    /**
     * Tells who publishes ports.
     *
     * @return true if the plugins of the first network do, false if {@link #publish} does
     */
    boolean pluginsPublish();

    /**
     * Chooses the ports of a pod, and keeps others from them as far as these grounds need that.
     *
     * @param wanted the mappings as they were asked for
     * @param others reads what other pods have published by now
     * @return the ports
     */
    HostPorts claim(List<PortMapping> wanted, Supplier<PodPorts> others);

    /**
     * Publishes exactly these ports of a pod, if its plugins do not.
     *
     * @param pod the pod
     * @param netns its namespace, as plugins see it
     * @param addresses its addresses, the first network's first
     * @param ports the ports
     */
    void publish(PodId pod, Path netns, List<IpPrefix> addresses, List<PortMapping> ports);

    /**
     * Takes all ports of a pod back, and stops the stack that serves it alone, if it has any.
     *
     * @param pod the pod
     */
    void withdraw(PodId pod);

    /**
     * Tells how the ports of a pod are published, where {@link #publish} does it.
     *
     * @param pod the pod
     * @return its ports; empty where plugins publish
     */
    List<PublishedPort> published(PodId pod);

    /**
     * Gives the resolv.conf that a pod has where nobody says otherwise.
     *
     * @param pod the pod, which is attached
     * @return the file's text; empty if the host has none
     */
    String resolvConf(PodId pod);

    /**
     * Gives a pod a user-mode stack of its own.
     *
     * @param pod the pod
     * @param netns its namespace, as plugins see it
     * @param stack which stack, and how
     * @param ports what to publish
     * @return the stack
     */
    PodStack startStack(PodId pod, Path netns, StackChoice stack, List<PortMapping> ports);

    /**
     * Tells whether they can vanish while pods live on, whose processes keep their namespaces.
     *
     * @return true if they were made for pods
     */
    boolean canVanish();

    /**
     * Tells whether a pod is served as its record says; not so where that was lost with the grounds that it was on.
     *
     * @param pod the pod
     * @param ports whether it has ports
     * @param ownStack whether it has a stack of its own
     * @return true if nothing is missing, as far as a quick look tells
     */
    boolean serves(PodId pod, boolean ports, boolean ownStack);

    /**
     * Looks whether the grounds themselves are broken, at little cost.
     *
     * @return false if there is nothing to {@link #repair}
     */
    boolean areBroken();

    /** Repairs the grounds themselves after a crash, if there is anything to repair. */
    void repair();

    /**
     * Removes the grounds themselves, if they were made for pods and nobody needs them.
     *
     * @param inUse whether any pod needs them
     */
    void release(BooleanSupplier inUse);

    @Override
    void close();
}
