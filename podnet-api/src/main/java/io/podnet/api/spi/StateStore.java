// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.spi;

import io.podnet.api.PodException;
import io.podnet.base.AtomicFiles.Durability;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apiguardian.api.API;

/**
 * Keeps one document per pod. What is in a document is podnet's affair: a store neither reads nor changes it.
 *
 * <p>A write is whole or has not happened, whatever ends the process, and one of {@link Durability#DISK} survives a
 * power cut. Podnet holds the pod's lock while it writes; reads come at any time, from any process of this host.
 *
 * <p><b>Threads</b>: safe for use by several threads.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface StateStore {
    /**
     * Lists the pods that have a document.
     *
     * @return their ids, sorted; nothing of what was set aside
     */
    List<String> ids();

    /**
     * Reads a document.
     *
     * @param id a pod's id
     * @return the document; empty if there is none
     * @throws PodException ({@code pod-record-unusable}) if what is there can be no document
     */
    Optional<String> read(String id);

    /**
     * Writes a document over the one that is there.
     *
     * @param id a pod's id
     * @param document the document
     * @param durability what it shall survive
     */
    void write(String id, String document, Durability durability);

    /**
     * Removes a document for good; one that was set aside too.
     *
     * @param id a pod's id
     */
    void delete(String id);

    /**
     * Puts a document aside that cannot be understood, so that it is in nobody's way and can be looked at.
     *
     * @param id a pod's id
     */
    void setAside(String id);

    /**
     * Lists what was set aside.
     *
     * @return where each document is, for people, by the pod's id
     */
    SortedMap<String, String> asides();

    /**
     * Lists the files that were being written when their process was killed, and that nobody reads. Recovery removes them;
     * they may be gone before it does.
     *
     * @return the files; none for a store that has no such files
     */
    default List<Path> abandonedFiles() {
        return List.of();
    }
}
