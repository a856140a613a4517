// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal.nsenter;

import io.podnet.base.Availability;
import io.podnet.netns.Scope;
import io.podnet.netns.internal.Programs;
import io.podnet.netns.spi.NamespaceBackend;
import io.podnet.netns.spi.NamespaceOperations;
import java.util.List;

/**
 * Works by the tools of the system, which can go where a JVM cannot: into the user namespace of a holder process. Runs no
 * code of this JVM inside namespaces.
 */
public final class NsenterNamespaceBackend implements NamespaceBackend {
    private static final List<String> UTIL_LINUX =
            List.of("nsenter", "unshare", "setsid", "flock", "mount", "umount", "findmnt");

    /** Creates the backend; {@link java.util.ServiceLoader} calls this. */
    public NsenterNamespaceBackend() {}

    @Override
    public String name() {
        return "nsenter";
    }

    @Override
    public Availability probe() {
        List<String> missing = Programs.missing(UTIL_LINUX);
        if (!missing.isEmpty()) {
            return Availability.unavailable("needs " + String.join(", ", missing) + ": install util-linux and mount");
        }
        if (Programs.findTool("ip").isEmpty()) {
            return Availability.unavailable("needs ip: install iproute2");
        }
        try {
            Class.forName("com.fasterxml.jackson.databind.ObjectMapper");
        } catch (ClassNotFoundException e) {
            return Availability.unavailable(
                    "needs com.fasterxml.jackson.core:jackson-databind, to read what ip prints: add it", e);
        }
        return Availability.available("nsenter of util-linux, ip of iproute2");
    }

    @Override
    public boolean serves(Scope scope) {
        return true;
    }

    @Override
    public NamespaceOperations open(Scope scope) {
        return new NsenterOperations(Place.of(scope));
    }
}
