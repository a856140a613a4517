// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * An open handle of a network namespace; {@link Namespaces} gives one. The namespace lives at least as long as the handle.
 *
 * <p><b>Threads</b>: any, if not said otherwise. A handle that is closed while another thread uses it is closed when that
 * one is done; using it afterwards is an {@link IllegalStateException}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Netns extends AutoCloseable {
    /**
     * Tells where the namespace is pinned, if this handle was made of a pin. The pin may be gone by now.
     *
     * @return the file, in the handle's scope
     */
    Optional<Path> path();

    /**
     * Gives a path by which other processes of the scope can open the namespace while this handle is open, pinned or not.
     *
     * @return a path below {@code /proc}
     */
    Path reference();

    /**
     * Tells this namespace from others that are open.
     *
     * @return the identity
     */
    NetnsIdentity identity();

    /**
     * Gives the number that the kernel gives to no other namespace until it is booted again, {@code SO_NETNS_COOKIE}: with
     * the boot id, what records keep.
     *
     * @return the cookie; empty if the backend ({@link Feature#COOKIE}) or the kernel (before 5.14) cannot tell
     */
    OptionalLong cookie();

    /**
     * Gives the namespace's links.
     *
     * @return the links, usable while this handle is open
     */
    Links links();

    /**
     * Does work inside the namespace and waits for it: on a fresh platform thread that enters, works and ends. Sockets
     * that the work opens belong to the namespace for good, and any thread may use them afterwards.
     *
     * <p>If the waiting thread is interrupted, so is the work; the wait goes on, and the caller finds itself interrupted
     * afterwards.
     *
     * <p>Threads that the work starts are born in the namespace and keep it alive; among them those that pools start when
     * they first need them ({@code CompletableFuture.supplyAsync}, parallel streams, {@code ProcessBuilder}). Start
     * processes by {@link #start}. Virtual threads do not inherit the namespace.
     *
     * <p><b>Privileges</b>: CAP_SYS_ADMIN in this process's and the namespace's user namespace.
     *
     * @param task the work
     * @param <T> its result
     * @param <X> what it may throw
     * @return the result
     * @throws X what the work threw, as it was
     * @throws NetnsDeniedException if this process may not enter
     * @throws UnsupportedOperationException if the backend cannot do this ({@link Feature#TASKS})
     */
    <T extends @Nullable Object, X extends Exception> T call(NetnsTask<T, X> task) throws X;

    /**
     * Does work without a result inside the namespace and waits for it, as {@link #call} does.
     *
     * @param action the work
     * @param <X> what it may throw
     * @throws X what the work threw, as it was
     */
    default <X extends Exception> void run(NetnsAction<X> action) throws X {
        this.<Boolean, X>call(() -> {
            action.run();
            return true;
        });
    }

    /**
     * Starts threads that stay inside the namespace and do what they are given, for work that comes often or lasts long.
     * They are daemon threads.
     *
     * <p><b>Privileges</b>: as {@link #call}.
     *
     * @param threads how many, 1 or more
     * @return an executor, to be closed by the caller
     * @throws NetnsDeniedException if this process may not enter
     * @throws UnsupportedOperationException if the backend cannot do this ({@link Feature#TASKS})
     */
    NetnsExecutor executor(int threads);

    /**
     * Starts a process inside the namespace, as {@link ProcessBuilder#start()} would do here: with its directory,
     * environment and redirections. Returns when the process has entered.
     *
     * <p>No thread of this JVM goes inside for it: the process starts as {@code nsenter} (util-linux), enters, and turns
     * into the command; its id stays the same. May be called by a task of {@link #call} too.
     *
     * <p><b>Privileges</b>: CAP_SYS_ADMIN in this process's and the namespace's user namespace.
     *
     * @param command the command; not changed
     * @return the process
     * @throws NetnsNotFoundException if there is no such program
     * @throws NetnsDeniedException if this process may not enter
     * @throws NetnsException if it cannot be started
     */
    Process start(ProcessBuilder command);

    /** Closes the handle; a namespace that nothing else holds is gone then, and its links with it. */
    @Override
    void close();
}
