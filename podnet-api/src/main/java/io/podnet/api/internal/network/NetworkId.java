// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The ids of CNI networks, which have none of their own: podman takes the SHA-256 of the name. */
public final class NetworkId {
    private NetworkId() {}

    /**
     * Computes an id.
     *
     * @param name the network's name
     * @return 64 hexadecimal digits in lower case
     */
    public static String of(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
