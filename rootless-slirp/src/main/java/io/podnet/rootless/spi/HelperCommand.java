// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A program that is to run beside the pods until it is stopped, told apart from the starting of it: podnet starts it in
 * a session of its own, with a bare environment, remembers it on disk before it runs, watches it until it is ready, and
 * reports its last words if it dies.
 *
 * @param name what it is called in messages, such as {@code slirp4netns}
 * @param command the program and its arguments
 * @param readiness how it tells that it is ready
 * @param input a file that it reads as its standard input; empty for none
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record HelperCommand(String name, List<String> command, Readiness readiness, Optional<Path> input) {
    /** The descriptor that a {@link Readiness.Pipe} program writes to. */
    public static final int READY_DESCRIPTOR = 3;

    /**
     * Copies the command.
     *
     * @param name what it is called in messages, such as {@code slirp4netns}
     * @param command the program and its arguments
     * @param readiness how it tells that it is ready
     * @param input a file that it reads as its standard input; empty for none
     */
    public HelperCommand {
        command = List.copyOf(command);
    }

    /**
     * How a program tells that it is ready.
     *
     * @since 0.1
     */
    public sealed interface Readiness {
        /** It writes {@code 1} to descriptor {@value HelperCommand#READY_DESCRIPTOR}. */
        record Pipe() implements Readiness {}

        /**
         * It writes its process id to a file.
         *
         * @param file the file; removed before the start
         */
        record PidFile(Path file) implements Readiness {}
    }

    @Override
    public String toString() {
        return String.join(" ", command);
    }
}
