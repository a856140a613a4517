// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The interface that a stack made, seen through the descriptor by which it reads from it. */
final class TapDevice {
    private static final String FIELD = "iff:";

    private TapDevice() {}

    /**
     * Tells whether a process has a tap device that was deleted: the kernel names it in the descriptor's fdinfo, and no
     * name is left then (tun_chr_show_fdinfo in drivers/net/tun.c). slirp4netns goes on reading errors from it for ever.
     * A process that lets nobody look (pasta does not) has to notice by itself; pasta ends.
     */
    static boolean isGone(long process) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/" + process + "/fdinfo"))) {
            for (Path descriptor : descriptors) {
                if (isDeleted(descriptor)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | DirectoryIteratorException e) {
            // Ended, or lets nobody look.
            return false;
        }
    }

    private static boolean isDeleted(Path descriptor) {
        try {
            return Files.readAllLines(descriptor).stream()
                    .anyMatch(line -> line.startsWith(FIELD)
                            && line.substring(FIELD.length()).isBlank());
        } catch (IOException e) {
            // Closed meanwhile.
            return false;
        }
    }
}
