// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.doctor;

import io.podnet.netns.linux.Capability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Who this process runs as.
 *
 * @param uid its effective user id
 * @param name the user's name; empty if it has none
 * @param capabilities what it may do
 */
record Person(long uid, String name, Set<Capability> capabilities) {
    static Person current() {
        return new Person(
                effectiveUid(Path.of("/proc/self/status")),
                System.getProperty("user.name", ""),
                Capability.effective());
    }

    private static long effectiveUid(Path status) {
        try {
            // Uid: real, effective, saved, file system (proc(5)).
            return Files.readAllLines(status, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.startsWith("Uid:"))
                    .map(line -> line.split("\\s+")[2])
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            return -1;
        }
    }

    /** Whether it makes pods itself, without a namespace of a user's own. */
    boolean isPrivileged() {
        return capabilities.containsAll(Set.of(Capability.CAP_SYS_ADMIN, Capability.CAP_NET_ADMIN));
    }
}
