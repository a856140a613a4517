// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.link;

import io.podnet.cni.nativeplugins.internal.Faults;
import io.podnet.cni.nativeplugins.internal.Namespaces;
import io.podnet.netns.NetnsException;
import io.podnet.netns.linux.NetSysctls;
import io.podnet.netns.linux.RoamingSysctls;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * Reads and writes {@code /proc/sys/net} of the network namespace that the calling thread is in. They get slow to find as pods
 * get many: those of the JVM's are kept open ({@link NetSysctls}), those of pods looked for elsewhere ({@link RoamingSysctls}).
 */
public final class Sysctls {
    private static final RoamingSysctls PODS = new RoamingSysctls();

    private Sysctls() {}

    private static final class Home {
        static final NetSysctls NET = NetSysctls.open();
    }

    private static String get(boolean home, String name) {
        return home ? Home.NET.read(name) : PODS.read("net/" + name);
    }

    private static void put(boolean home, String name, String value) {
        if (home) {
            Home.NET.write(name, value);
        } else {
            PODS.write("net/" + name, value);
        }
    }

    /**
     * Gives those of pods.
     *
     * @return the parameters of whichever pod's namespace the calling thread is in
     */
    public static RoamingSysctls ofPods() {
        return PODS;
    }

    /**
     * Sets one that must be there; leaves alone one that is so already, which a read-only /proc/sys may hold.
     *
     * @param name its path below {@code /proc/sys/net}; names of links may have dots
     * @param value its value
     */
    public static void set(String name, String value) {
        boolean home = Namespaces.isThreadAtHome();
        try {
            if (!get(home, name).equals(value)) {
                put(home, name, value);
            }
        } catch (NetnsException e) {
            throw Faults.internal(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Sets one if it is there, and if that is allowed: a kernel without IPv6, or an older one, lacks some.
     *
     * @param name its path below {@code /proc/sys/net}
     * @param value its value
     */
    public static void trySet(String name, String value) {
        try {
            put(Namespaces.isThreadAtHome(), name, value);
        } catch (NetnsException e) {
            // The reference plugins ignore it too.
        }
    }

    /**
     * Reads one.
     *
     * @param name its path below {@code /proc/sys/net}
     * @return its value; empty if there is none
     */
    public static Optional<String> read(String name) {
        try {
            return Optional.of(get(Namespaces.isThreadAtHome(), name));
        } catch (NetnsException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                return Optional.empty();
            }
            throw Faults.internal(String.valueOf(e.getMessage()), e);
        }
    }
}
