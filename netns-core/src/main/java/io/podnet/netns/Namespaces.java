// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import io.podnet.netns.spi.NamespaceOperations;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The network namespaces of a scope: makes, pins, opens, lists and removes them.
 *
 * <pre>{@code
 * try (Namespaces namespaces = Namespaces.open();
 *         Netns blue = namespaces.create(NetnsName.of("blue"))) {
 *     blue.links().up(LinkName.LOOPBACK);
 *     ServerSocket server = blue.call(() -> new ServerSocket(8080)); // listens inside, usable from any thread
 *     blue.start(new ProcessBuilder("ip", "-brief", "address").inheritIO()).waitFor();
 *     namespaces.remove(NetnsName.of("blue"));
 * }
 * }</pre>
 *
 * <p>A pinned namespace stays until it is removed, and {@code ip netns} sees it; all others live as long as a handle or a
 * process is there that holds them.
 *
 * <p><b>Threads</b>: any; none of the operations changes the namespace of the calling thread.
 *
 * <p><b>Privileges</b>: CAP_SYS_ADMIN to make, pin, enter and remove.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Namespaces implements AutoCloseable {
    /** The system property that names the backend. */
    public static final String BACKEND_PROPERTY = "podnet.netns.backend";

    private final String backend;
    private final NamespaceOperations operations;
    private final Scope scope;
    private final Path directory;

    Namespaces(String backend, NamespaceOperations operations, Scope scope, Path directory) {
        this.backend = backend;
        this.operations = operations;
        this.scope = scope;
        this.directory = directory;
    }

    /**
     * Opens the namespaces of this process with the backend that fits.
     *
     * @return the namespaces, to be closed by the caller
     * @throws io.podnet.base.NoBackendException if no backend can work here
     * @throws IllegalStateException if the calling thread is inside another namespace than the JVM
     */
    public static Namespaces open() {
        return builder().open();
    }

    /**
     * Chooses by hand.
     *
     * @return a builder
     */
    public static NamespacesBuilder builder() {
        return new NamespacesBuilder();
    }

    /**
     * Names the backend that does the work.
     *
     * @return such as {@code jnr}
     */
    public String backend() {
        return backend;
    }

    /**
     * Tells where namespaces are made and looked for.
     *
     * @return the scope
     */
    public Scope scope() {
        return scope;
    }

    /**
     * Tells where namespaces are pinned.
     *
     * @return a directory of the scope; may not exist
     */
    public Path directory() {
        return directory;
    }

    /**
     * Tells whether the backend can do something that not all can.
     *
     * @param feature what
     * @return true if it can
     */
    public boolean supports(Feature feature) {
        return operations.features().contains(feature);
    }

    /**
     * Fails unless the backend can do something.
     *
     * @param feature what
     * @throws UnsupportedOperationException if it cannot; names the backend
     */
    public void require(Feature feature) {
        if (!supports(feature)) {
            throw new UnsupportedOperationException(
                    "the namespace backend \"" + backend + "\" does not support " + feature + " in " + scope);
        }
    }

    /**
     * Makes a namespace and pins it. Its only link is {@code lo}, switched off.
     *
     * @param name a name that is free
     * @return a handle, to be closed by the caller; the namespace stays until {@link #remove}
     * @throws NetnsExistsException if there is a file of that name
     * @throws NetnsDeniedException if this process may not
     * @throws NetnsException if it fails otherwise; nothing is left then
     */
    public Netns create(NetnsName name) {
        return operations.create(pin(name));
    }

    /**
     * Makes a namespace without a name, which lives as long as its handle.
     *
     * @return a handle, to be closed by the caller
     * @throws NetnsDeniedException if this process may not
     * @throws NetnsException if it fails otherwise
     */
    public Netns createAnonymous() {
        return operations.create();
    }

    /**
     * Opens a pinned namespace.
     *
     * @param name its name
     * @return a handle, to be closed by the caller
     * @throws NetnsNotFoundException if there is none, or only a file that no namespace is mounted on
     */
    public Netns open(NetnsName name) {
        return open(pin(name));
    }

    /**
     * Opens the namespace that a file stands for.
     *
     * @param path a pin, or a file in {@code /proc/PID/ns}; a relative path is resolved against the working directory
     * @return a handle, to be closed by the caller
     * @throws NetnsNotFoundException if there is no such file, or it is no network namespace
     */
    public Netns open(Path path) {
        return operations.open(path.toAbsolutePath());
    }

    /**
     * Opens the namespace that a process is in.
     *
     * @param pid its id
     * @return a handle, to be closed by the caller
     * @throws NetnsNotFoundException if there is no such process
     * @throws NetnsDeniedException if this process may not look into that one
     */
    public Netns ofProcess(long pid) {
        return operations.ofProcess(pid);
    }

    /**
     * Opens the namespace that the calling thread is in, or, in the scope of a holder process, that of the holder.
     *
     * @return a handle, to be closed by the caller
     */
    public Netns current() {
        return operations.current();
    }

    /**
     * Pins a namespace, so that it stays when its processes and handles are gone. To pin that of a process:
     *
     * <pre>{@code
     * try (Netns namespace = namespaces.ofProcess(pid)) {
     *     namespaces.pin(namespace, NetnsName.of("blue"));
     * }
     * }</pre>
     *
     * @param namespace a handle that was opened here
     * @param name a name that is free
     * @return the pin
     * @throws NetnsExistsException if there is a file of that name
     * @throws NetnsException if it fails otherwise; no file is left then
     */
    public Path pin(Netns namespace, NetnsName name) {
        Path pin = pin(name);
        operations.pin(namespace, pin);
        return pin;
    }

    /**
     * Removes a pin, and with it the namespace unless a process or a handle still holds that. A file of this name that no
     * namespace is mounted on, as a reboot or an interrupted creation leaves it, is removed too.
     *
     * @param name its name
     * @return false if there was none
     * @throws NetnsException if it fails, or the file is something else
     */
    public boolean remove(NetnsName name) {
        return operations.unpin(pin(name));
    }

    /**
     * Lists the pinned namespaces. Files that no namespace is mounted on are left out, and so are names that
     * {@link NetnsName} does not take.
     *
     * @return their names, sorted
     */
    public List<NetnsName> list() {
        return operations.pins(directory).stream()
                .map(pin -> NetnsName.find(String.valueOf(pin.getFileName())))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Releases what the backend holds, but neither handles nor namespaces. A handle stays usable, except that a task inside
     * a namespace cannot start processes any more.
     */
    @Override
    public void close() {
        operations.close();
    }

    private Path pin(NetnsName name) {
        return directory.resolve(name.value());
    }
}
