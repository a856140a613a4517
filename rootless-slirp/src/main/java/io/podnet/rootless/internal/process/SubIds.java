// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the user who runs this JVM has subordinate ids, subuid(5). A network works without them, with root as the only
 * user of its namespace.
 */
public final class SubIds {
    private static final Logger LOG = LoggerFactory.getLogger(SubIds.class.getPackageName());

    private SubIds() {}

    public static boolean areThere() {
        String missing = missing(
                Path.of("/etc"),
                Set.of(System.getProperty("user.name", ""), Long.toString(Credentials.effectiveUserId())));
        if (missing.isEmpty()
                && (ProgramPath.current().find("newuidmap").isEmpty()
                        || ProgramPath.current().find("newgidmap").isEmpty())) {
            missing = "newuidmap and newgidmap are not in PATH (package uidmap)";
        }
        if (!missing.isEmpty()) {
            LOG.info("the rootless namespace will have one user only: {}", missing);
        }
        return missing.isEmpty();
    }

    static String missing(Path etc, Set<String> names) {
        for (String file : Set.of("subuid", "subgid")) {
            if (!lists(etc.resolve(file), names)) {
                return etc.resolve(file) + " has no line for " + String.join(" or ", names);
            }
        }
        return "";
    }

    private static boolean lists(Path file, Set<String> names) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1)
                    .lines()
                    .map(line -> line.strip().split(":"))
                    .anyMatch(fields -> fields.length == 3 && names.contains(fields[0]));
        } catch (IOException e) {
            return false;
        }
    }
}
