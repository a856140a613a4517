// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal.snapshot;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network namespace that can be entered.
 *
 * @param name what to call it: "host" for our own, else where it is mounted, else a process in it
 * @param entry what leads into it: a file of nsfs
 * @param id how the kernel calls it, as in {@code net:[4026531840]}
 */
record NetworkNamespace(String name, Path entry, String id) {
    private static final Path OWN = Path.of("/proc/self/ns/net");

    /** Finds our own, those that are mounted somewhere, and those that processes are in; each once. */
    static Collection<NetworkNamespace> all() throws IOException {
        Map<String, NetworkNamespace> found = new LinkedHashMap<>();
        add(found, "host", OWN, Proc.link(OWN));
        for (Mount mount : Mount.all()) {
            if (mount.type().equals("nsfs") && mount.root().startsWith("net:")) {
                Path point = Path.of(mount.point());
                add(found, point.getFileName().toString(), point, Optional.of(mount.root()));
            }
        }
        for (Path process : Proc.numbered(Path.of("/proc"))) {
            Path entry = process.resolve("ns/net");
            add(found, "process " + process.getFileName(), entry, Proc.link(entry));
        }
        return found.values();
    }

    private static void add(Map<String, NetworkNamespace> found, String name, Path entry, Optional<String> id) {
        id.ifPresent(known -> found.putIfAbsent(known, new NetworkNamespace(name, entry, known)));
    }

    /** Starts a process inside; by nsenter, because the JVM must stay where it is. */
    Process start(String... command) throws IOException {
        List<String> whole = new ArrayList<>();
        if (!entry.equals(OWN)) {
            whole.addAll(List.of("nsenter", "--net=" + entry));
        }
        whole.addAll(List.of(command));
        return new ProcessBuilder(whole).redirectInput(new File("/dev/null")).start();
    }

    /** Whether it can still be entered. */
    boolean exists() throws IOException {
        return all().stream().anyMatch(other -> other.id.equals(id));
    }
}
