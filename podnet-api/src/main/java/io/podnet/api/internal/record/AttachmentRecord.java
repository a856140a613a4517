package io.podnet.api.internal.record;

import java.util.Optional;

/**
 * An interface of a pod that is there, or may be.
 *
 * @param network the network's name
 * @param ifName the interface's name inside the pod
 * @param result what the plugins answered, JSON; empty while ADD has not ended
 */
public record AttachmentRecord(String network, String ifName, Optional<String> result) {
    /**
     * Records an attachment that is about to be made.
     *
     * @param network the network's name
     * @param ifName the interface's name inside the pod
     * @return the record
     */
    public static AttachmentRecord intended(String network, String ifName) {
        return new AttachmentRecord(network, ifName, Optional.empty());
    }

    /**
     * Records what the plugins answered.
     *
     * @param json a CNI result
     * @return the record with it
     */
    public AttachmentRecord withResult(String json) {
        return new AttachmentRecord(network, ifName, Optional.of(json));
    }
}
