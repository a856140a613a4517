// SPDX-License-Identifier: Apache-2.0
package io.podnet.benchmarks.nativeplugins;

import io.podnet.benchmarks.nativeplugins.Floor.Part;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** A way to attach pods: each has an address of 10.77.0.0/16 and publishes TCP port 10000 + its number as port 80. */
interface Way extends AutoCloseable {
    /** Attaches a pod that has a namespace. */
    void add(PodSpace pod) throws Exception;

    /** Detaches it. */
    void delete(PodSpace pod) throws Exception;

    /** Whether a pod whose namespace has gone can be detached. */
    default boolean canDeleteGone() {
        return true;
    }

    /** Removes what all pods share. */
    @Override
    void close() throws IOException;

    /** The ways by name. */
    static Way named(String name) throws Exception {
        return switch (name) {
            case "floor" -> new Floor(Set.of());
            case "floor-dad" -> new Floor(Set.of(Part.ACCEPT_DAD));
            case "floor-asks" -> new Floor(EnumSet.allOf(Part.class));
            case "floor-kept" -> new KeptFloor(new Floor(Set.of(Part.ACCEPT_DAD)));
            case "floor-all" -> new KeptFloor(new Floor(EnumSet.allOf(Part.class)));
            case "native", "exec" -> new ByCni(name);
            case "netavark" -> new ByNetavark();
            default -> throw new IllegalArgumentException("no such way: " + name);
        };
    }
}
