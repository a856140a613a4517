// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.cache;

import io.podnet.cni.AttachmentId;
import io.podnet.cni.CniException;
import io.podnet.cni.internal.GoText;
import java.nio.charset.StandardCharsets;

/** What an entry is filed under. */
public record CacheKey(String network, AttachmentId attachment) {
    /** The longest file name in bytes: NAME_MAX of limits.h. */
    private static final int LONGEST_NAME = 255;

    /**
     * Gives the name of the entry's file. It does not tell all keys apart: ({@code a}, {@code b-c}) and ({@code a-b},
     * {@code c}) have the same, so whoever reads an entry compares what is in it.
     *
     * @throws CniException if a part is empty, or the name is longer than a file's can be
     */
    String fileName() {
        if (network.isEmpty()
                || attachment.containerId().isEmpty()
                || attachment.ifName().isEmpty()) {
            throw invalid("cache file path requires network name (" + GoText.quote(network) + "), container ID ("
                    + GoText.quote(attachment.containerId()) + "), and interface name ("
                    + GoText.quote(attachment.ifName()) + ")");
        }
        String name = network + "-" + attachment.containerId() + "-" + attachment.ifName();
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_NAME) {
            throw invalid("the cache file's name would have " + length + " bytes, files have at most " + LONGEST_NAME
                    + ": network name " + GoText.quote(network) + ", container ID "
                    + GoText.quote(attachment.containerId()) + " and interface name "
                    + GoText.quote(attachment.ifName()) + " are too long together");
        }
        return name;
    }

    private CniException invalid(String message) {
        return CniException.builder("cni-cache-key-invalid", message)
                .network(network)
                .attachment(attachment)
                .build();
    }
}
