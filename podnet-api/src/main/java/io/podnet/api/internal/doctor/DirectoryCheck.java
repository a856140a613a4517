// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.doctor;

import io.podnet.api.Finding;
import io.podnet.api.Finding.Level;
import io.podnet.api.internal.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether what has to be written can be written. */
final class DirectoryCheck {
    private DirectoryCheck() {}

    static List<Finding> run(Settings settings, Person person) {
        Findings findings = new Findings("directories");
        check(findings, "records", settings.state(), Level.FAULT);
        check(findings, "runtime", settings.runtime(), Level.FAULT);
        if (person.isPrivileged()) {
            check(findings, "namespaces", settings.netns(), Level.FAULT);
        } else {
            // The holder's, which has a /run of its own.
            findings.good("namespaces", settings.netns() + ", in the user's rootless namespace");
        }
        check(findings, "cache", settings.cache(), Level.FAULT);
        check(findings, "networks", settings.config(), Level.LIMIT);
        return findings.all();
    }

    private static void check(Findings findings, String subject, Path directory, Level without) {
        Path existing = directory;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        String missing = existing.equals(directory) ? "" : ", to be made in " + existing;
        if (!Files.isDirectory(existing)) {
            findings.add(without, subject, existing + " is no directory", "move it away");
        } else if (Files.isWritable(existing)) {
            findings.good(subject, directory + missing);
        } else {
            // access(2) knows of read-only file systems too.
            findings.add(
                    without,
                    subject,
                    existing + " is not writable",
                    "name others, with --root and the like, or be root");
        }
    }
}
