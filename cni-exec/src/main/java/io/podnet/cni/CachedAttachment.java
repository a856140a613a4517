// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import java.util.Arrays;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What the cache remembers of an attachment: what it was made of, and what came out of it.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class CachedAttachment {
    private final String networkName;
    private final Attachment attachment;
    private final byte[] config;
    private final boolean isComplete;
    private final Optional<CniResult> result;

    CachedAttachment(
            String networkName, Attachment attachment, byte[] config, boolean isComplete, Optional<CniResult> result) {
        this.networkName = networkName;
        this.attachment = attachment;
        this.config = config.clone();
        this.isComplete = isComplete;
        this.result = result;
    }

    /**
     * Names the network.
     *
     * @return its name
     */
    public String networkName() {
        return networkName;
    }

    /**
     * Gives the attachment as it was made, with all its arguments.
     *
     * @return the attachment
     */
    public Attachment attachment() {
        return attachment;
    }

    /**
     * Gives the network's configuration at the time of ADD.
     *
     * @return the configuration as it was read, the caller's own
     */
    public byte[] config() {
        return config.clone();
    }

    /**
     * Tells whether ADD came to its end. If not, it runs, or was cut off by the death of its process: what it left is
     * removed by {@link CniClient#delete(CachedAttachment)}.
     *
     * @return true if the attachment is whole
     */
    public boolean isComplete() {
        return isComplete;
    }

    /**
     * Gives what came out of ADD, or of the part of it that was done, in the version in which it was kept.
     *
     * @return the result; empty if ADD was cut off before any plugin had answered, or it cannot be read
     */
    public Optional<CniResult> result() {
        return result;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CachedAttachment that
                && networkName.equals(that.networkName)
                && attachment.equals(that.attachment)
                && Arrays.equals(config, that.config)
                && isComplete == that.isComplete
                && result.equals(that.result);
    }

    @Override
    public int hashCode() {
        return 31 * networkName.hashCode() + attachment.hashCode();
    }

    @Override
    public String toString() {
        return attachment + " on network " + networkName;
    }
}
