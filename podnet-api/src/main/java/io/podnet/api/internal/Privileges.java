// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What this process may do to the network that it is in. */
final class Privileges {
    /** Bits of capabilities, linux/capability.h. */
    private static final int CAP_NET_ADMIN = 12;

    private static final int CAP_SYS_ADMIN = 21;

    private static final Path NETWORK_SETTING = Path.of("/proc/sys/net/ipv4/ip_forward");

    private Privileges() {}

    /**
     * Tells whether it is root of its network namespace, as root is on the host. Root of a user namespace below, as
     * {@code unshare -r} makes it, has all capabilities too, but not over the host's network.
     */
    static boolean areRoots() {
        return missing().isEmpty() && isNetworkOurs();
    }

    /** Lists the capabilities that it lacks. */
    static List<String> missing() {
        long effective = effectiveCapabilities();
        List<String> missing = new ArrayList<>();
        if ((effective & 1L << CAP_SYS_ADMIN) == 0) {
            missing.add("CAP_SYS_ADMIN");
        }
        if ((effective & 1L << CAP_NET_ADMIN) == 0) {
            missing.add("CAP_NET_ADMIN");
        }
        return missing;
    }

    // The kernel shows these files as the root's of the user namespace that owns the network namespace
    // (net_ctl_set_ownership in net/sysctl_net.c): from below as a user's that cannot be named.
    private static boolean isNetworkOurs() {
        try {
            return Files.getAttribute(NETWORK_SETTING, "unix:uid").equals(0);
        } catch (IOException e) {
            // No such settings: what the capabilities are worth will show.
            return true;
        }
    }

    private static long effectiveCapabilities() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/thread-self/status"), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith("CapEff:")) {
                    return Long.parseUnsignedLong(
                            line.substring("CapEff:".length()).strip(), 16);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return 0;
    }
}
