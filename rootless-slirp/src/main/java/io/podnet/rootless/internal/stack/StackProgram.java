// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.stack;

import io.podnet.base.Availability;
import io.podnet.rootless.RootlessException;
import io.podnet.rootless.internal.process.ProgramPath;
import io.podnet.rootless.internal.process.Tool;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The program behind a stack: where it is, and what it says about itself. */
public final class StackProgram {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Path TUN = Path.of("/dev/net/tun");

    // sockaddr_un.sun_path, unix(7), with its closing zero byte.
    private static final int MAX_SOCKET_PATH = 107;

    private final String name;
    private final String debianPackage;
    private @Nullable Help help;

    /** What {@code --help} printed, as long as the program is the same file. */
    private record Help(Path program, Object fileKey, Object changed, String text) {}

    public StackProgram(String name, String debianPackage) {
        this.name = name;
        this.debianPackage = debianPackage;
    }

    /** The property that names another program than the one in PATH. */
    private String property() {
        return "podnet.rootless." + name + ".path";
    }

    Path find() {
        String named = System.getProperty(property(), "");
        Optional<Path> found = ProgramPath.current().find(named.isEmpty() ? name : named);
        return found.orElseThrow(() -> new RootlessException(
                "rootless-stack-missing",
                named.isEmpty()
                        ? name + " is not in PATH; install the package " + debianPackage
                        : property() + " names \"" + named + "\", which is no program"));
    }

    public String help() {
        Path program = find();
        try {
            BasicFileAttributes attributes = Files.readAttributes(program, BasicFileAttributes.class);
            Help known = help;
            if (known == null
                    || !known.program().equals(program)
                    || !known.fileKey().equals(attributes.fileKey())
                    || !known.changed().equals(attributes.lastModifiedTime())) {
                // pasta prints its help to standard error and ends with status 1.
                String text =
                        Tool.run(List.of(program.toString(), "--help"), LIMIT).output();
                known = new Help(program, attributes.fileKey(), attributes.lastModifiedTime(), text);
                help = known;
            }
            return known.text();
        } catch (IOException e) {
            throw new RootlessException("rootless-stack-missing", program + " cannot be read: " + e, e);
        }
    }

    String version() {
        String output = Tool.run(List.of(find().toString(), "--version"), LIMIT).output();
        return output.lines().findFirst().orElse("").strip();
    }

    /** Finds the program, runs it, and opens the tun device. */
    Availability probe(String neededInHelp) {
        try {
            if (!help().contains(neededInHelp)) {
                return Availability.unavailable(
                        find() + " has no " + neededInHelp + "; a newer " + debianPackage + " is needed");
            }
            FileChannel.open(TUN, StandardOpenOption.READ, StandardOpenOption.WRITE)
                    .close();
            return Availability.available(version());
        } catch (RootlessException e) {
            return Availability.unavailable(e.getMessage(), e);
        } catch (IOException e) {
            return Availability.unavailable(
                    TUN + " cannot be opened for reading and writing (" + e.getMessage()
                            + "); load the tun module and give the device mode 0666, as udev does",
                    e);
        }
    }

    /** Refuses a socket that could never be bound. */
    static Path checkSocket(Path socket) {
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > MAX_SOCKET_PATH) {
            throw new RootlessException(
                    "rootless-path-too-long",
                    "the path of the socket " + socket + " is longer than " + MAX_SOCKET_PATH
                            + " bytes; choose a runtime directory with a shorter name");
        }
        return socket;
    }
}
