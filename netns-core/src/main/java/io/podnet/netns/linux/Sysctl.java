// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import io.podnet.base.InvalidValueException;
import io.podnet.netns.NetnsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apiguardian.api.API;

/**
 * Reads and changes parameters of the kernel's network, those below {@code /proc/sys/net}.
 *
 * <p><b>Threads</b>: any. What it reads and changes is the network namespace of the calling thread, whichever way
 * {@code /proc} was mounted.
 *
 * <p><b>Privileges</b>: CAP_NET_ADMIN in the user namespace that owns the network namespace for changing, and a
 * {@code /proc/sys} that can be written to; none for reading.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Sysctl {
    static final Path PROC = Path.of("/proc");
    private static final Path ROOT = PROC.resolve("sys");
    static final Path NET = ROOT.resolve("net");

    /** No value is longer than a page. */
    private static final int LONGEST = 4096;

    private Sysctl() {}

    /**
     * Reads a parameter.
     *
     * @param key its path below {@code /proc/sys}, such as {@code net/ipv4/conf/eth0.7/forwarding}
     * @return its value, without the line break at its end
     * @throws InvalidValueException if the key leads out of {@code net}
     * @throws NetnsException if it cannot be read
     */
    public static String read(String key) {
        return read(file(key), key);
    }

    static String read(Path path, String key) {
        // In one go: values are given to the first read whole, and only what fits (proc_dointvec() of kernel/sysctl.c),
        // but Files.readString reads a single byte of a file that has no size.
        byte[] value = new byte[LONGEST];
        try (InputStream file = Files.newInputStream(path)) {
            return new String(value, 0, Math.max(0, file.read(value)), StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw failure("read", key, e);
        }
    }

    /**
     * Changes a parameter.
     *
     * @param key its path below {@code /proc/sys}, such as {@code net/ipv4/ip_forward}
     * @param value its new value
     * @throws InvalidValueException if the key leads out of {@code net}
     * @throws NetnsException if it cannot be changed
     */
    public static void write(String key, String value) {
        write(file(key), key, value);
    }

    static void write(Path path, String key, String value) {
        try {
            Files.writeString(path, value, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw failure("set to \"" + value + "\"", key, e);
        }
    }

    static Path file(String key) {
        Path file = ROOT.resolve(key).normalize();
        if (!file.startsWith(NET) || file.equals(NET)) {
            throw new InvalidValueException("sysctl", key, "is not below net/");
        }
        return file;
    }

    private static NetnsException failure(String what, String key, IOException cause) {
        return new NetnsException(
                "netns-sysctl",
                "sysctl " + key + " cannot be " + what + ": "
                        + (cause instanceof NoSuchFileException ? "there is none" : cause.getMessage()),
                cause);
    }
}
