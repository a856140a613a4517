// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.spi;

import io.podnet.base.Backend;
import io.podnet.base.IpPrefix;
import io.podnet.cni.AttachmentId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Runs CNI plugins: as executables (backend {@code exec}), inside another set of namespaces, or as code in this JVM.
 *
 * <p>Nothing above this interface assumes that there is a process behind it. Which backend serves an attachment is
 * decided once for its whole chain: the first one, by priority, that supports every plugin of the network.
 *
 * <p><b>Threads</b>: safe for use by several threads; a call blocks until the plugin has answered.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface PluginInvoker extends Backend {
    /**
     * Finds out whether this backend can run a plugin. Changes nothing.
     *
     * @param type the plugin's {@code type}, as the network configuration has it
     * @param config the plugin's object of the network configuration, JSON
     * @param pluginPath the directories that hold executables, in the order of the search
     * @return the answer; its reason becomes the error that the caller sees
     */
    Support supports(String type, String config, List<Path> pluginPath);

    /**
     * Runs a plugin and waits for its answer.
     *
     * <p>Whatever a plugin answers is a reply, failures too; only what is no answer is an exception. An interrupt of
     * the calling thread ends the plugin.
     *
     * @param call what to run
     * @return what the plugin answered
     * @throws PluginInvocationException if the plugin could not be started, did not answer in time, answered more than
     *     can be kept, or the thread was interrupted; it has ended by then
     */
    PluginReply invoke(PluginCall call);

    /**
     * Ends plugins that still work on an attachment although the process that called them has died, so that they do not
     * set up again what is about to be torn down. Called before DEL of an attachment whose ADD was cut off.
     *
     * @param attachment container and interface
     * @param pluginPath the directories that hold executables
     */
    default void endOrphans(AttachmentId attachment, List<Path> pluginPath) {}

    /**
     * Tells whether a network namespace is there for the plugins that this backend runs. A backend whose plugins see
     * other files than this process says so by overriding this.
     *
     * @param netns the file that names the namespace
     * @return false if there is no such file, or it does not lead to a namespace any more
     */
    default boolean namespaceExists(Path netns) {
        return NamespaceFiles.isNamespace(netns);
    }

    /**
     * Provides a network namespace that has the interface of an attachment, where the attachment's own has lost it.
     * Called for DEL of plugins that find what they have to remove outside by looking at the interface inside, as
     * {@code bridge} and {@code ptp} do with the rules of {@code ipMasq}: without it, those rules would stay for ever.
     *
     * @param netns the attachment's namespace; null if that is gone
     * @param ifName the interface's name
     * @param addresses the addresses that ADD gave to it
     * @return the stand-in; empty if the interface still has all addresses, or if this backend's plugins need none
     * @throws IOException if one is needed and cannot be made
     */
    default Optional<NamespaceStandIn> standIn(@Nullable Path netns, String ifName, List<IpPrefix> addresses)
            throws IOException {
        return Optional.empty();
    }

    /**
     * Lists this backend's own files that were being written when their process was killed, and that nobody reads. Whoever
     * cleans up removes them.
     *
     * @return the files; empty if there are none, or none that this backend would have to write
     */
    default List<Path> abandonedFiles() {
        return List.of();
    }
}
