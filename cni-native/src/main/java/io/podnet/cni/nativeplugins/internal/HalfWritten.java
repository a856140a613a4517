// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import io.podnet.base.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that somebody is writing, or was when he was killed; they are met where files of a directory are read. */
public final class HalfWritten {
    private HalfWritten() {}

    /**
     * Tells whether a file is one of them. One that a killed writer left is removed.
     *
     * @param file the file
     * @return true if it is not to be read
     * @throws IOException if it cannot be removed
     */
    public static boolean is(Path file) throws IOException {
        if (AtomicFiles.isAbandoned(file)) {
            Files.deleteIfExists(file);
        }
        return AtomicFiles.isTemporary(file);
    }
}
