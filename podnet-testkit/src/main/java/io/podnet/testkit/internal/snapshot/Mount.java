// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * A line of /proc/self/mountinfo (proc_pid_mountinfo(5)), without the ids that the kernel gives anew to each mount.
 *
 * @param root the part of the file system that is mounted
 * @param point where
 * @param options per mount
 * @param type of the file system
 * @param source what it calls its source
 */
record Mount(String root, String point, String options, String type, String source) {
    static List<Mount> all() throws IOException {
        return Files.readAllLines(Proc.SELF.resolve("mountinfo")).stream()
                .map(Mount::parse)
                .toList();
    }

    static Mount parse(String line) {
        String[] fields = line.split(" ");
        int dash = 6; // after it come the type and the source; before it any number of optional fields
        while (!fields[dash].equals("-")) {
            dash++;
        }
        return new Mount(fields[3], fields[4], fields[5], fields[dash + 1], fields[dash + 2]);
    }

    @Override
    public String toString() {
        return point + " (" + type + " " + root + " of " + source + ", " + options + ")";
    }
}
