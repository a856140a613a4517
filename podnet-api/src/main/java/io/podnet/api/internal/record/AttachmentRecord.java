// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.record;

import java.util.Optional;

/**
 * An interface of a pod that is there, or may be.
 *
 * @param network the network's name
 * @param ifName the interface's name inside the pod
 * @param publishes whether the pod's published ports lead through it
 * @param result what the plugins answered, JSON; empty while ADD has not ended
 * @param before what they answered when it was made the last time, while it is being made anew
 */
public record AttachmentRecord(
        String network, String ifName, boolean publishes, Optional<String> result, Optional<String> before) {
    /**
     * Records an attachment that is about to be made.
     *
     * @param network the network's name
     * @param ifName the interface's name inside the pod
     * @param publishes whether the pod's published ports lead through it
     * @return the record
     */
    public static AttachmentRecord intended(String network, String ifName, boolean publishes) {
        return new AttachmentRecord(network, ifName, publishes, Optional.empty(), Optional.empty());
    }

    /**
     * Records what the plugins answered.
     *
     * @param json a CNI result
     * @return the record with it
     */
    public AttachmentRecord withResult(String json) {
        return new AttachmentRecord(network, ifName, publishes, Optional.of(json), Optional.empty());
    }

    /**
     * Records that the attachment is about to be made anew, as it was.
     *
     * @param withPorts whether the pod's published ports lead through it from now on
     * @return the record without a result
     */
    public AttachmentRecord again(boolean withPorts) {
        return new AttachmentRecord(network, ifName, withPorts, Optional.empty(), lastResult());
    }

    /**
     * Gives what the plugins answered, now or the last time.
     *
     * @return a CNI result; empty if the attachment was never there
     */
    public Optional<String> lastResult() {
        return result.or(() -> before);
    }
}
