// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.spi;

import io.podnet.base.UndoStack;
import io.podnet.cni.AttachmentId;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * What a plugin remembers of an attachment, in a file of the runtime directory: what it is about to make, so that DEL and
 * GC find it after a crash, and whatever else happens to the result cache. Forgotten once DEL has succeeded.
 *
 * <p><b>Threads</b>: used by the thread that was called.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Memory {
    /**
     * Remembers facts, in place of those that were remembered before. They survive the death of the process when this
     * returns; a restart of the machine ends them, as it ends links and rules.
     *
     * @param facts short texts by name
     */
    void keep(Map<String, String> facts);

    /**
     * Remembers facts of what an ADD is about to make, which may fail because the attachment is there already.
     *
     * @param facts short texts by name
     * @return remembers again what was before, if anything; to be done once what the facts are about has gone
     */
    UndoStack.Step replace(Map<String, String> facts);

    /**
     * Gives what is remembered of the call's attachment.
     *
     * @return the facts; empty if there are none
     */
    Map<String, String> facts();

    /**
     * Gives what is remembered of all attachments of the call's network, for GC.
     *
     * @return facts by attachment
     */
    Map<AttachmentId, Map<String, String>> all();

    /**
     * Forgets an attachment of the call's network, for GC.
     *
     * @param attachment one that is not there any more
     */
    void forget(AttachmentId attachment);
}
