// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal.snapshot;

import io.podnet.testkit.Facet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Collects lines by facet, and keeps those apart that read alike. */
final class Lines {
    private final Map<Facet, Set<String>> lines = new EnumMap<>(Facet.class);

    void add(Facet facet, String line) {
        Set<String> known = lines.computeIfAbsent(facet, f -> new LinkedHashSet<>());
        String candidate = line;
        for (int times = 2; !known.add(candidate); times++) {
            candidate = line + " (" + times + ")";
        }
    }

    Map<Facet, Set<String>> toMap() {
        lines.replaceAll((facet, set) -> Collections.unmodifiableSet(set));
        return Collections.unmodifiableMap(lines);
    }
}
