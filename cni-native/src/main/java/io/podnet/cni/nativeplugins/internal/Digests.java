// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names made of hashes, as the reference plugins make them (pkg/utils/utils.go). */
public final class Digests {
    private Digests() {}

    /**
     * Hashes text.
     *
     * @param text any text
     * @return 128 lower-case hex digits
     */
    public static String sha512(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-512", e);
        }
    }
}
