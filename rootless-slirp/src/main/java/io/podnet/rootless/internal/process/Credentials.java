// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who this JVM runs as, from {@code /proc/self/status}, proc(5). */
public final class Credentials {
    private Credentials() {}

    public static long effectiveUserId() {
        // Real, effective, saved and file system user id.
        return Long.parseLong(field("Uid").split("\\s+")[1]);
    }

    /** Tells whether a capability is in effect; its number is that of capabilities(7). */
    public static boolean hasCapability(int number) {
        return (Long.parseUnsignedLong(field("CapEff"), 16) >>> number & 1) == 1;
    }

    private static String field(String name) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith(name + ":")) {
                    return line.substring(name.length() + 1).strip();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("/proc/self/status has no " + name);
    }
}
