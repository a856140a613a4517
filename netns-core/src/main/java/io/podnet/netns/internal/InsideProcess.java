// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal;

import io.podnet.netns.NetnsException;
import io.podnet.netns.NetnsIdentity;
import io.podnet.netns.NetnsNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** Starts commands inside a namespace without any thread of this JVM going there. */
public final class InsideProcess {
    private static final long POLL_NANOS = 200_000;
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private InsideProcess() {}

    /**
     * Starts a command behind a prefix such as {@code nsenter --net=...} that turns into it, and waits until it is inside:
     * only then may the caller let go of what the prefix refers to.
     */
    public static Process start(HostThread host, List<String> prefix, ProcessBuilder command, NetnsIdentity namespace) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(command.command());
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(command.directory())
                .redirectInput(command.redirectInput())
                .redirectOutput(command.redirectOutput())
                .redirectError(command.redirectError())
                .redirectErrorStream(command.redirectErrorStream());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(command.environment());
        Process process = host.start(builder);
        awaitEntry(process, namespace);
        return process;
    }

    /**
     * Fails, as {@link ProcessBuilder#start()} does and a prefix would not, if a command's program does not exist.
     *
     * @param command the command
     * @param look turns a path of the place where it is to run into one that this JVM can look at
     */
    public static void requireProgram(ProcessBuilder command, UnaryOperator<Path> look) {
        if (command.command().isEmpty()) {
            throw new IllegalArgumentException("the command is empty");
        }
        String name = command.command().get(0);
        Optional<Path> found = name.contains("/")
                ? Optional.of(look.apply(directory(command).resolve(name))).filter(Programs::isProgram)
                : Programs.find(name, command.environment().getOrDefault("PATH", "/usr/bin:/bin"), look);
        if (found.isEmpty()) {
            throw new NetnsNotFoundException("cannot run \"" + name + "\": no such program", null);
        }
    }

    private static Path directory(ProcessBuilder command) {
        return Path.of(command.directory() == null ? "" : command.directory().getPath())
                .toAbsolutePath();
    }

    private static void awaitEntry(Process process, NetnsIdentity namespace) {
        Path current = NsFs.ofProcess(process.pid());
        long start = System.nanoTime();
        // One that ended could not enter, or was quick: its status and its standard error tell.
        while (process.isAlive()
                && !NsFs.identity(current).filter(namespace::equals).isPresent()) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                process.destroyForcibly();
                throw new NetnsException(
                        "netns-timeout",
                        "process " + process.pid() + " did not get into " + namespace + " within 10 s");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
