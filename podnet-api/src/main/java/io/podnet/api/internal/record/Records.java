// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.record;

import io.podnet.api.PodException;
import io.podnet.api.PodId;
import io.podnet.api.spi.StateStore;
import io.podnet.base.AtomicFiles.Durability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of all pods. Whoever writes one holds the pod's lock.
 *
 * <p>The first write of a change goes to the disk, later ones of the same change only have to survive the process: after
 * a power cut the boot id tells that the kernel's part is gone, and what else may be left is in the first write.
 */
public final class Records {
    private static final Logger LOG = LoggerFactory.getLogger(Records.class.getPackageName());

    private final StateStore store;

    /**
     * Reads and writes records in a store.
     *
     * @param store the store
     */
    public Records(StateStore store) {
        this.store = store;
    }

    /**
     * A record that cannot be understood.
     *
     * @param id the pod's id
     * @param reason what is wrong with it
     */
    public record Unusable(PodId id, String reason) {}

    /**
     * All records.
     *
     * @param pods those that could be read
     * @param unusable those that could not
     * @param newer why those that a later podnet wrote could not; they are left alone
     */
    public record All(List<PodRecord> pods, List<Unusable> unusable, List<PodException> newer) {}

    /**
     * Reads all records.
     *
     * @return them, in the order of their ids
     */
    public All all() {
        List<PodRecord> pods = new ArrayList<>();
        List<Unusable> unusable = new ArrayList<>();
        List<PodException> newer = new ArrayList<>();
        for (String each : store.ids()) {
            PodId id = new PodId(each);
            try {
                // Another process may have removed it since.
                Optional<String> document = store.read(each);
                if (document.isPresent()) {
                    pods.add(RecordCodec.read(id, document.get()));
                }
            } catch (RecordException e) {
                LOG.debug("the record of pod {} cannot be used", each, e);
                unusable.add(new Unusable(id, String.valueOf(e.getMessage())));
            } catch (PodException e) {
                if (e.errorCode().equals(RecordCodec.NEWER)) {
                    LOG.debug("the record of pod {} is left alone", each, e);
                    newer.add(e);
                } else {
                    unusable.add(new Unusable(id, String.valueOf(e.getMessage())));
                }
            }
        }
        return new All(pods, unusable, newer);
    }

    /**
     * Lists the pods that have a record, whether it can be read or not.
     *
     * @return their ids
     */
    public Set<PodId> ids() {
        return store.ids().stream().map(PodId::new).collect(Collectors.toSet());
    }

    /**
     * Reads a record.
     *
     * @param id the pod's id
     * @return the record; empty if there is none
     * @throws PodException ({@code pod-record-unusable}) if it cannot be understood
     */
    public Optional<PodRecord> find(PodId id) {
        Optional<String> document = store.read(id.value());
        if (document.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(RecordCodec.read(id, document.get()));
        } catch (RecordException e) {
            throw new PodException(
                    "pod-record-unusable",
                    "the record of pod " + id.shortened() + " cannot be used: " + e.getMessage(),
                    e);
        }
    }

    /**
     * Reads a record that should be there.
     *
     * @param id the pod's id
     * @return the record
     * @throws PodException ({@code pod-unknown}) if there is none, ({@code pod-record-unusable}) if it cannot be
     *     understood
     */
    public PodRecord load(PodId id) {
        return find(id).orElseThrow(() -> unknown(id.value()));
    }

    /**
     * Makes the exception for a pod that is not there.
     *
     * @param nameOrId how it was looked for
     * @return the exception
     */
    public static PodException unknown(String nameOrId) {
        return new PodException("pod-unknown", "no pod with name or ID \"" + nameOrId + "\" found: no such pod");
    }

    /**
     * Writes a record so that it survives a power cut.
     *
     * @param pod the record
     * @return the same
     */
    public PodRecord intend(PodRecord pod) {
        store.write(pod.id().value(), RecordCodec.write(pod), Durability.DISK);
        return pod;
    }

    /**
     * Writes a record so that it survives the process.
     *
     * @param pod the record
     * @return the same
     */
    public PodRecord note(PodRecord pod) {
        store.write(pod.id().value(), RecordCodec.write(pod), Durability.PAGE_CACHE);
        return pod;
    }

    /**
     * Removes a record.
     *
     * @param id the pod's id
     */
    public void forget(PodId id) {
        store.delete(id.value());
    }

    /**
     * Lists the records that were put aside.
     *
     * @return the ids of their pods
     */
    public Set<String> asides() {
        return store.asides().keySet();
    }

    /**
     * Puts a record aside.
     *
     * @param id the pod's id
     */
    public void setAside(PodId id) {
        store.setAside(id.value());
    }

    /**
     * Lists the files of records that were being written when their process was killed.
     *
     * @return the files
     */
    public List<Path> abandonedFiles() {
        return store.abandonedFiles();
    }
}
