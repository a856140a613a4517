// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless;

import io.podnet.base.PortMapping;
import io.podnet.rootless.internal.holder.Backends;
import io.podnet.rootless.internal.holder.Keeper;
import io.podnet.rootless.internal.holder.Supervisor;
import io.podnet.rootless.internal.process.Directories;
import io.podnet.rootless.internal.process.ProgramPath;
import io.podnet.rootless.spi.ForwardTarget;
import io.podnet.rootless.spi.PortForwarder;
import io.podnet.rootless.spi.UserStack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The network of a user without privileges: one namespace for all pods and processes of the user, made when it is needed,
 * found again by the next JVM, repaired by whoever finds it broken, and removed with the last pod.
 *
 * <pre>{@code
 * RootlessNetwork network = RootlessNetwork.builder().build();
 * RootlessNamespace namespace = network.ensure();
 * List<String> command = new ArrayList<>(namespace.commandPrefix());     // nsenter -t 4711 -U -n -m ...
 * command.addAll(List.of("ip", "-brief", "address"));
 * new ProcessBuilder(command).inheritIO().start().waitFor();
 *
 * network.publish(pod, List.of(PortMapping.tcp(8080, 80)));              // served while pods run
 * try (RootlessNetwork.Supervision supervision = network.supervise()) {  // a dead stack is started again
 *     ...
 * }
 * network.publish(pod, List.of());
 * network.release(() -> false);                                          // nobody is left
 * }</pre>
 *
 * <p><b>Threads</b>: safe for use by several threads and several JVMs; methods that change something wait for one another.
 * To be called by host threads, not by threads that entered a namespace: the helpers are born where the caller is.
 *
 * <p><b>Privileges</b>: none. Needs user namespaces, {@code newuidmap} for more than one user in them, and
 * {@code /dev/net/tun} open to everybody.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class RootlessNetwork {
    private final Keeper keeper;
    private final StackChoice choice;

    private RootlessNetwork(Keeper keeper, StackChoice choice) {
        this.keeper = keeper;
        this.choice = choice;
    }

    /**
     * Begins to describe a network.
     *
     * @return a builder with the defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Brings the namespace up with its stack and all published ports; repairs what is broken or half made.
     *
     * @return the namespace
     * @throws RootlessException if that cannot be done, or the namespace runs with another stack than the one chosen
     * @throws io.podnet.base.NoBackendException if no stack can work here, or not the one chosen
     * @throws io.podnet.base.InvalidValueException if an option of the stack cannot be used
     */
    public RootlessNamespace ensure() {
        return keeper.ensure(choice);
    }

    /**
     * Brings the namespace up, but no stack that joins it to the outside: all that pods with stacks of their own need.
     * Repairs what is broken or half made.
     *
     * @return the namespace
     * @throws RootlessException if that cannot be done
     */
    public RootlessNamespace hold() {
        return keeper.hold();
    }

    /**
     * Shows the namespace, without making or repairing anything.
     *
     * @return the namespace; empty if there is none
     * @throws RootlessException if it is in a user namespace that this process cannot enter
     */
    public Optional<RootlessNamespace> current() {
        return keeper.current();
    }

    /**
     * Tells where programs in the namespace are to be looked for: plain users' PATH often lacks {@code /usr/sbin}.
     *
     * @return a value for {@code PATH}
     */
    public static String programPath() {
        return ProgramPath.current().toString();
    }

    /**
     * Looks whether something of the namespace has ended, is cut off or was lost, so that it needs a {@link #repair()}.
     * Takes no lock and waits for nothing.
     *
     * @return false if all is well as far as a look tells, or there is no namespace
     */
    public boolean isBroken() {
        return keeper.isBroken();
    }

    /**
     * Repairs the namespace if there is one and it is broken; makes none. One whose record was lost is found by its
     * processes; what was published is forgotten then, and has to be {@linkplain #publish published} again.
     *
     * @return the namespace; empty if there is none, or none that could be saved
     * @throws RootlessException if it cannot be repaired
     */
    public Optional<RootlessNamespace> repair() {
        keeper.repair(choice);
        return keeper.current();
    }

    /**
     * Finds out, by a look at the host alone, whether ports can be published. Changes nothing.
     *
     * @param ports the ports; those whose host port is 0 are passed over
     * @throws RootlessException if a port is taken, or not for plain users; names it and the cure
     */
    public void requireUsable(List<PortMapping> ports) {
        keeper.requireUsable(ports);
    }

    /**
     * Publishes exactly these ports of a pod from now on: adds those that are new and removes those that are not named any
     * more, all or none. Brings the namespace up if there is anything to publish.
     *
     * @param pod the pod
     * @param ports all its ports; empty for none. A host port of 0 becomes a free one
     * @return how each is served, in the same order
     * @throws RootlessException if a port cannot be published; names the port and what to do about it
     */
    public List<PublishedPort> publish(ForwardTarget pod, List<PortMapping> ports) {
        return keeper.publish(pod, ports, "");
    }

    /**
     * Publishes ports as {@link #publish(ForwardTarget, List)} does, through a handler of the caller's choice.
     *
     * @param pod the pod
     * @param ports all its ports; empty for none
     * @param handler the name of the handler, such as {@code rootlesskit}
     * @return how each is served, in the same order
     * @throws RootlessException if a port cannot be published by that handler
     * @throws io.podnet.base.InvalidValueException if there is no such handler
     */
    public List<PublishedPort> publish(ForwardTarget pod, List<PortMapping> ports, String handler) {
        return keeper.publish(pod, ports, handler);
    }

    /**
     * Lists the ports that a pod has published.
     *
     * @param owner the pod's id
     * @return its ports; empty if it has none
     */
    public List<PublishedPort> published(String owner) {
        return keeper.published(owner);
    }

    /**
     * Shows the stack that a pod has for itself, without making or repairing anything.
     *
     * @param owner the pod's id
     * @return the stack; empty if it has none
     */
    public Optional<PodStack> stackOf(String owner) {
        return keeper.stackOf(owner);
    }

    /**
     * Gives a pod a stack of its own, and no bridge. Starts no other stack beside it.
     *
     * @param owner the pod's id
     * @param netns its network namespace, as a path in the rootless namespace
     * @param stack which stack, and how
     * @param ports what to publish; a host port of 0 becomes a free one
     * @return the running stack
     * @throws RootlessException if it cannot be started or a port cannot be published; nothing of it is left then
     */
    public PodStack startStack(String owner, Path netns, StackChoice stack, List<PortMapping> ports) {
        return keeper.startStack(owner, netns, stack, ports);
    }

    /**
     * Stops the stack of a pod and takes its ports back; does nothing if it has none.
     *
     * @param owner the pod's id
     * @throws RootlessException if it does not end
     */
    public void stopStack(String owner) {
        keeper.stopStack(owner);
    }

    /**
     * Writes the resolv.conf of a pod: look-ups go to the stack that serves it, then to the host's servers that it can
     * reach by itself.
     *
     * @param owner the pod's id
     * @return the file's text
     */
    public String resolvConf(String owner) {
        return keeper.resolvConf(owner);
    }

    /**
     * Removes the namespace with everything in it, unless it is still used.
     *
     * @param inUse whether any pod needs it; asked under the lock, so that a pod whose record was written before it called
     *     {@link #ensure()} is never overlooked
     * @return false if it is in use
     * @throws RootlessException if something cannot be removed; the rest is, and the next call tries again
     */
    public boolean release(BooleanSupplier inUse) {
        return keeper.release(inUse);
    }

    /**
     * Watches over the namespace until closed: of all JVMs of the user that do, one starts dead stacks again, restores the
     * published ports, and puts a new process in the place of a dead holder.
     *
     * @return to be closed when this JVM has no pod any more
     */
    public Supervision supervise() {
        Supervisor supervisor = Supervisor.start(keeper);
        return supervisor::close;
    }

    /**
     * The watch over a namespace.
     *
     * @since 0.1
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public interface Supervision extends AutoCloseable {
        /** Stops to watch; may be called again. */
        @Override
        void close();
    }

    /**
     * Describes a network.
     *
     * <p><b>Threads</b>: used by one thread.
     *
     * @since 0.1
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public static final class Builder {
        private @Nullable Path directory;
        private StackChoice choice = StackChoice.any();
        private @Nullable Backends backends;

        private Builder() {}

        /**
         * Says where its files lie.
         *
         * @param podnetDirectory a directory that is podnet's alone, and made if it is missing; by default {@code podnet}
         *     in the {@link RuntimeDirectory}
         * @return this builder
         */
        public Builder directory(Path podnetDirectory) {
            this.directory = podnetDirectory;
            return this;
        }

        /**
         * Chooses the stack.
         *
         * @param stack the stack and its options; by default what the properties {@code podnet.rootless.stack} and
         *     {@code podnet.rootless.NAME.options} say, else the best that works here
         * @return this builder
         */
        public Builder stack(StackChoice stack) {
            this.choice = stack;
            return this;
        }

        /**
         * Gives the backends instead of those that ServiceLoader finds.
         *
         * @param stacks the stacks
         * @param forwarders the port forwarding handlers
         * @return this builder
         */
        public Builder backends(List<? extends UserStack> stacks, List<? extends PortForwarder> forwarders) {
            this.backends = new Backends(stacks, forwarders);
            return this;
        }

        /**
         * Makes the network's handle; starts nothing.
         *
         * @return the handle
         * @throws RootlessException if there is no runtime directory, or the one given cannot be made
         */
        public RootlessNetwork build() {
            Path runtime = RuntimeDirectory.find().path();
            Path given = directory == null ? runtime.resolve("podnet") : directory;
            List<Path> keep = new ArrayList<>(List.of(runtime));
            Path real;
            try {
                real = Directories.createPrivate(given.toAbsolutePath().normalize())
                        .toRealPath();
            } catch (IOException e) {
                throw new RootlessException("rootless-files", "directory " + given + " cannot be made: " + e, e);
            }
            if (!real.startsWith(runtime)) {
                keep.add(real);
            }
            return new RootlessNetwork(new Keeper(real, keep, backends == null ? Backends.load() : backends), choice);
        }
    }
}
