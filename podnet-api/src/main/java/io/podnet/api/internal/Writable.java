// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal;

import io.podnet.api.PodException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out whether directories can be written before anything depends on it. */
final class Writable {
    private Writable() {}

    // access(2) knows of read-only file systems too, which mode bits do not tell.
    static void check(Path directory) {
        Path existing = directory;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw new PodException("directory-unusable", existing + " is no directory");
        }
        if (!Files.isWritable(existing)) {
            throw new PodException("directory-unusable", existing + " is not writable");
        }
    }
}
