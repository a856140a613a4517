// SPDX-License-Identifier: Apache-2.0
package io.podnet.benchmarks.nativeplugins;

import java.io.IOException;

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
            case "floor" -> new Floor(false);
            case "floor-dad" -> new Floor(true);
            case "floor-kept" -> new KeptFloor();
            case "native", "exec" -> new ByCni(name);
            case "netavark" -> new ByNetavark();
            default -> throw new IllegalArgumentException("no such way: " + name);
        };
    }
}
