// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.tuning;

import io.podnet.cni.nativeplugins.internal.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The sysctls that the administrator of a host allows, as the reference plugin has it since 1.2.0. */
public final class Allowlist {
    private static final Path FILE = Path.of("/etc/cni/tuning/allowlist.conf");

    private Allowlist() {}

    /**
     * Refuses what the administrator does not allow; without a list, all is allowed.
     *
     * @param sysctls paths below {@code /proc/sys}
     */
    public static void check(Collection<String> sysctls) {
        if (sysctls.isEmpty()) {
            return;
        }
        List<String> allowed;
        try {
            allowed = Files.readAllLines(FILE).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw Faults.internal("cannot read " + FILE + ": " + e, e);
        }
        for (String each : sysctls) {
            // The lines are written for keys with dots, as they are in configurations.
            String key = each.replace('/', '.');
            if (allowed.stream().noneMatch(line -> matches(line, key))) {
                throw Faults.internal(
                        "Sysctl " + key + " is not allowed. Only the following sysctls are allowed: " + allowed);
            }
        }
    }

    private static boolean matches(String line, String key) {
        try {
            return Pattern.compile(line).matcher(key).find();
        } catch (PatternSyntaxException e) {
            throw Faults.internal(FILE + ": \"" + line + "\" is no regular expression: " + e.getDescription(), e);
        }
    }
}
