// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import io.podnet.base.InvalidValueException;
import io.podnet.netns.NetnsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * {@code /proc/sys/net/ipv4} and {@code ipv6} of one network namespace, kept open, for those who come back often.
 *
 * <p>By its path, each look into these directories takes the longer the more network namespaces the host has, a
 * millisecond at a thousand: the namespaces' directories have one name and one parent, so that the kernel finds that of the
 * calling thread by going through all of them (proc_sys_compare() of fs/proc/proc_sysctl.c). An open directory is that of its
 * namespace, whichever thread uses it.
 *
 * <p><b>Threads</b>: any. <b>Privileges</b>: to write, root in the user namespace that owns the network namespace.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class NetSysctls implements AutoCloseable {
    private static final Path NET = Path.of("/proc/sys/net");
    private static final List<String> FAMILIES = List.of("ipv4", "ipv6");
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final Map<String, Descriptor> families;

    private NetSysctls(Map<String, Descriptor> families) {
        this.families = families;
    }

    /**
     * Opens those of the calling thread's namespace.
     *
     * @return the open directories; without {@code ipv6} where the kernel has none
     * @throws NativeException if one is there and cannot be opened
     */
    public static NetSysctls open() {
        Map<String, Descriptor> families = new LinkedHashMap<>();
        for (String family : FAMILIES) {
            if (Files.isDirectory(NET.resolve(family))) {
                families.put(family, Syscalls.open(NET.resolve(family), Syscalls.O_RDONLY, 0));
            }
        }
        return new NetSysctls(families);
    }

    /**
     * Reads a parameter.
     *
     * @param key its path below {@code /proc/sys/net}
     * @return its value, without the line break at its end
     * @throws InvalidValueException if the key is not below {@code ipv4} or {@code ipv6}
     * @throws NetnsException if it cannot be read; caused by {@link NoSuchFileException} if it is not there
     */
    public String read(String key) {
        return Sysctl.read(file(key), "net/" + key);
    }

    /**
     * Changes a parameter.
     *
     * @param key its path below {@code /proc/sys/net}
     * @param value its new value
     * @throws InvalidValueException if the key is not below {@code ipv4} or {@code ipv6}
     * @throws NetnsException if it cannot be changed
     */
    public void write(String key, String value) {
        Sysctl.write(file(key), "net/" + key, value);
    }

    private static String family(String key) {
        return key.substring(0, Math.max(0, key.indexOf('/')));
    }

    private Path file(String key) {
        if (!FAMILIES.contains(family(key))) {
            throw new InvalidValueException("sysctl", "net/" + key, "is not below one of " + FAMILIES);
        }
        Descriptor family = families.get(family(key));
        if (family == null) {
            throw new NetnsException(
                    "netns-sysctl",
                    "there is no sysctl net/" + key + ": this kernel has no " + family(key),
                    new NoSuchFileException(NET.resolve(family(key)).toString()));
        }
        Path directory = DESCRIPTORS.resolve(String.valueOf(family.number()));
        Path file = directory.resolve(key.substring(key.indexOf('/') + 1)).normalize();
        if (!file.startsWith(directory) || file.equals(directory)) {
            throw new InvalidValueException("sysctl", "net/" + key, "leads elsewhere");
        }
        return file;
    }

    /** Closes the directories; further calls do nothing. */
    @Override
    public void close() {
        families.values().forEach(Descriptor::close);
    }
}
