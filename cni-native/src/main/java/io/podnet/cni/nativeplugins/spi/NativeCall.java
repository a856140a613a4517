// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.spi;

import io.podnet.base.UndoStack;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.CniException;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVersion;
import io.podnet.netns.linux.RtNetlink;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apiguardian.api.API;

/**
 * One call of a plugin: what it is told, and what it gets to work with. Valid until the call returns.
 *
 * <p><b>Threads</b>: used by the thread that was called.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface NativeCall {
    /**
     * Names the network.
     *
     * @return the name
     */
    String network();

    /**
     * Gives the version of the configuration.
     *
     * @return the version; what {@link NativePlugin#add} gives is converted to it
     */
    CniVersion version();

    /**
     * Names container and interface.
     *
     * @return both
     * @throws IllegalStateException for GC and STATUS, which have none
     */
    AttachmentId attachment();

    /**
     * Names the container.
     *
     * @return its id
     * @throws IllegalStateException for GC and STATUS, which have none
     */
    default String containerId() {
        return attachment().containerId();
    }

    /**
     * Names the interface inside the container.
     *
     * @return its name
     * @throws IllegalStateException for GC and STATUS, which have none
     */
    default String ifName() {
        return attachment().ifName();
    }

    /**
     * Gives the arguments of {@code CNI_ARGS}.
     *
     * @return the arguments
     */
    CniArgs args();

    /**
     * Gives the plugin's configuration, {@code runtimeConfig} included.
     *
     * @return the configuration
     */
    ConfigObject config();

    /**
     * Gives the result of the plugin before this one, or on CHECK and DEL that of the whole ADD.
     *
     * @return the result; empty if there is none
     */
    Optional<CniResult> prevResult();

    /**
     * Lists what GC must not touch.
     *
     * @return the valid attachments of the network; empty for other verbs
     */
    Set<AttachmentId> validAttachments();

    /**
     * Gives the file of the container's network namespace.
     *
     * @return the file; empty on DEL of a namespace that is gone, and for GC and STATUS
     */
    Optional<Path> netns();

    /**
     * Tells whether the container's namespace is there.
     *
     * @return false if none was named, or it leads nowhere
     */
    boolean hasPod();

    /**
     * Tells whether the caller removes the container's network namespace right after this DEL, whoever else is in it: what
     * goes with it may be left to the kernel, if it can do no harm until it has gone.
     *
     * @return false for other verbs, and unless the caller has promised it
     */
    boolean isPodEnding();

    /**
     * Opens the container's network namespace, once for the call.
     *
     * @return the namespace; closed when the call returns
     * @throws CniException code 8 if it is not there
     */
    PodNamespace pod();

    /**
     * Speaks with the kernel about the network of the host, or of wherever the JVM is.
     *
     * @return a socket that is kept for later calls: not to be closed
     */
    RtNetlink host();

    /**
     * Hands a part of the work to another plugin, which gets this same call: section 4 of the specification.
     *
     * @param type the other plugin's type, such as {@code host-local}
     * @return the other plugin
     * @throws CniException code 7 if there is no native plugin of that type
     */
    Delegate delegate(String type);

    /**
     * Opens what the plugin remembers; a delegate has a memory of its own.
     *
     * @return the memory
     */
    Memory memory();

    /**
     * Says that something is about to be done that would have to be undone: to be called before each change. Ends the call
     * if its time is up or its thread was interrupted, unless something is being undone.
     *
     * @param what what is about to be done, for people
     * @throws io.podnet.cni.spi.PluginInvocationException if the call has to end
     */
    void step(String what);

    /**
     * Does something wholly or not at all: if it fails, what it has done is undone, the last step first. That the call's time
     * is up, or its thread was interrupted, does not end the undoing, which is done by another thread; what fails in it is
     * suppressed into the first failure. An {@link Error} undoes nothing: DEL and GC have to do with what is left then, as after
     * a crash.
     *
     * <pre>{@code
     * return call.allOrNothing(undo -> {
     *     call.step("make " + name);
     *     int index = call.host().links().createIfb(LinkSettings.named(name));
     *     undo.push(() -> call.host().links().delete(index));
     *     ...
     * });
     * }</pre>
     *
     * @param work what to do; says how to undo each thing that it has done
     * @param <T> its result
     * @return the result
     */
    <T> T allOrNothing(Function<UndoStack, T> work);
}
