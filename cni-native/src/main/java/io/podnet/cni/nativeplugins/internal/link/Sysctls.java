package io.podnet.cni.nativeplugins.internal.link;

import io.podnet.cni.nativeplugins.internal.Faults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Reads and writes {@code /proc/sys/net} of the network namespace that the calling thread is in. */
public final class Sysctls {
    private static final Path NET = Path.of("/proc/sys/net");

    private Sysctls() {}

    /**
     * Sets one that must be there; leaves alone one that is so already, which a read-only /proc/sys may hold.
     *
     * @param name its path below {@code /proc/sys/net}; names of links may have dots
     * @param value its value
     */
    public static void set(String name, String value) {
        try {
            write(NET.resolve(name), value);
        } catch (IOException e) {
            throw Faults.internal("cannot set /proc/sys/net/" + name + " to " + value + ": " + e, e);
        }
    }

    /**
     * Sets one if it is there: a kernel without IPv6, or an older one, lacks some.
     *
     * @param name its path below {@code /proc/sys/net}
     * @param value its value
     */
    public static void trySet(String name, String value) {
        try {
            write(NET.resolve(name), value);
        } catch (IOException e) {
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
            return Optional.of(Files.readString(NET.resolve(name)).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw Faults.internal("cannot read /proc/sys/net/" + name + ": " + e, e);
        }
    }

    private static void write(Path file, String value) throws IOException {
        if (!Files.readString(file).strip().equals(value)) {
            Files.write(file, value.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
        }
    }
}
