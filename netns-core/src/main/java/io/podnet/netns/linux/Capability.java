// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * A privilege of a thread, capabilities(7); those that podnet's operations need.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Capability {
    /** Ignore the permissions of files. */
    CAP_DAC_OVERRIDE(1),
    /** Signal processes of other users. */
    CAP_KILL(5),
    /** Change links, addresses, routes and firewall rules. */
    CAP_NET_ADMIN(12),
    /** Open raw and packet sockets. */
    CAP_NET_RAW(13),
    /** Look into the processes of other users, which opening their namespaces is part of. */
    CAP_SYS_PTRACE(19),
    /** Create and enter namespaces, mount and unmount. */
    CAP_SYS_ADMIN(21);

    private final int bit;

    Capability(int bit) {
        this.bit = bit;
    }

    /**
     * Lists the effective capabilities of the calling thread.
     *
     * <p>They count in the thread's own user namespace only: a thread may have all of them and still not be permitted to
     * touch what belongs to another one.
     *
     * @return those of this enum that the thread has
     */
    public static Set<Capability> effective() {
        EnumSet<Capability> effective = EnumSet.noneOf(Capability.class);
        long mask = effectiveMask();
        for (Capability each : values()) {
            if ((mask >>> each.bit & 1) == 1) {
                effective.add(each);
            }
        }
        return effective;
    }

    private static long effectiveMask() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/thread-self/status"))) {
                if (line.startsWith("CapEff:")) {
                    return Long.parseUnsignedLong(line.substring(7).strip(), 16);
                }
            }
        } catch (IOException e) {
            // Without /proc nothing is known; whoever asks wants a hint, not another failure.
        }
        return 0;
    }
}
