// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal.snapshot;

import io.podnet.testkit.Facet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All readers, in the order in which they do not see each other. */
public final class HostReaders {
    // The network comes first: what reading it needs (processes, pipes) is gone before those are counted.
    private static final List<HostReader> READERS = List.of(
            new NetworkReader(),
            new MountReader(),
            new ProcessReader(),
            new DescriptorReader(),
            new ThreadReader(),
            new FileReader());

    private HostReaders() {}

    /** Reads everything. */
    public static Map<Facet, Set<String>> readAll() {
        Lines lines = new Lines();
        try {
            for (HostReader reader : READERS) {
                reader.read(lines);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the host: " + e.getMessage(), e);
        }
        return lines.toMap();
    }
}
