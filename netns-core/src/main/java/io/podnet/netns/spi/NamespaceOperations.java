// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.spi;

import io.podnet.netns.Feature;
import io.podnet.netns.Netns;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * What a backend does with the namespaces of one scope. All paths are absolute and are those of the scope.
 *
 * <p>A pin is a file that a namespace is bind-mounted on. Everything that makes or removes pins holds an exclusive
 * {@code flock(2)} on the directory meanwhile, as {@code ip netns} does, so that nobody takes a pin that is being made for
 * one that was left behind.
 *
 * <p><b>Threads</b>: any.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface NamespaceOperations extends AutoCloseable {
    /**
     * Tells what the backend can do besides what all can.
     *
     * @return the features
     */
    Set<Feature> features();

    /**
     * Makes a namespace that lives as long as its handle, or a pin of it.
     *
     * @return a handle
     * @throws io.podnet.netns.NetnsException if that fails; nothing is left then
     */
    Netns create();

    /**
     * Makes a pinned namespace. The directory is made if it is missing and its mounts are passed on to copies of the mount
     * namespace.
     *
     * @param pin a file that does not exist
     * @return a handle whose {@link Netns#path()} is the pin
     * @throws io.podnet.netns.NetnsExistsException if the file exists
     * @throws io.podnet.netns.NetnsException if it fails otherwise; neither file nor namespace is left then
     */
    Netns create(Path pin);

    /**
     * Opens the namespace that a file stands for.
     *
     * @param path a pin, or a file in {@code /proc/PID/ns}
     * @return a handle whose {@link Netns#path()} is the file
     * @throws io.podnet.netns.NetnsNotFoundException if there is no such file, or it is no network namespace
     */
    Netns open(Path path);

    /**
     * Opens the namespace of a process.
     *
     * @param pid a process id as this JVM knows it
     * @return a handle
     * @throws io.podnet.netns.NetnsNotFoundException if there is no such process
     */
    Netns ofProcess(long pid);

    /**
     * Opens the namespace of the calling thread, or that of the scope's process.
     *
     * @return a handle
     */
    Netns current();

    /**
     * Pins a namespace.
     *
     * @param namespace a handle of this backend and scope
     * @param pin a file that does not exist
     * @throws io.podnet.netns.NetnsExistsException if the file exists
     * @throws io.podnet.netns.NetnsException if it fails otherwise; no file is left then
     */
    void pin(Netns namespace, Path pin);

    /**
     * Removes a pin: detaches all namespaces that are mounted on it and deletes the file. Also deletes an empty file on
     * which none is mounted, which a reboot or an interrupted creation left.
     *
     * @param pin the file
     * @return false if there is no such file
     * @throws io.podnet.netns.NetnsException if that fails, or the file is something else, which stays then
     */
    boolean unpin(Path pin);

    /**
     * Lists the pins in a directory.
     *
     * @param directory the directory
     * @return the files on which a network namespace is mounted, sorted; empty if there is no such directory
     */
    List<Path> pins(Path directory);

    /** Releases what the operations hold, but no handle that they gave. */
    @Override
    void close();
}
