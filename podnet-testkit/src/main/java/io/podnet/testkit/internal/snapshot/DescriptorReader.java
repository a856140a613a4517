// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal.snapshot;

import io.podnet.testkit.Facet;
import java.io.File;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Descriptors of this process, as what they are open on. The kernel numbers sockets and pipes, so each has its own line.
 */
final class DescriptorReader implements HostReader {
    private static final Path JAVA_HOME = real(Path.of(System.getProperty("java.home")));
    private static final Path CONTROL_GROUPS = Path.of("/sys/fs/cgroup");
    private static final Set<Path> CLASS_PATH = classPath();

    static {
        try {
            // Closing its first channel makes the JDK open a socket pair for good (it is what preClose dups over a
            // descriptor that a thread blocks on). Let that happen before the first snapshot.
            ServerSocketChannel.open().close();
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    public void read(Lines lines) throws IOException {
        Set<String> netlink = netlinkSockets();
        Path directory = Path.of("/proc/" + ProcessHandle.current().pid() + "/fd");
        for (Path descriptor : Proc.numbered(directory)) {
            // The one that reads this directory is gone when its target is asked for, or points to the directory.
            Optional<String> target = Proc.link(descriptor).filter(link -> !link.equals(directory.toString()));
            target.filter(link -> !isOpenedByTheJvm(link))
                    .ifPresent(
                            link -> lines.add(Facet.DESCRIPTORS, netlink.contains(link) ? link + " (netlink)" : link));
        }
    }

    /** Those of this network namespace: in proc_net's file netlink, the last column is the inode of the socket. */
    private static Set<String> netlinkSockets() throws IOException {
        return Files.readAllLines(Path.of("/proc/thread-self/net/netlink")).stream()
                .map(String::strip)
                .map(line -> "socket:[" + line.substring(line.lastIndexOf(' ') + 1) + "]")
                .collect(Collectors.toSet());
    }

    /**
     * Whether the JVM opens it by itself: when it first needs it, for good (code, and the source of seeds), or for a
     * moment and again and again (its own control group's files: HotSpot sizes its thread pools and heap by them).
     */
    private static boolean isOpenedByTheJvm(String link) {
        Path target = Path.of(link);
        return target.startsWith(JAVA_HOME)
                || CLASS_PATH.contains(target)
                || target.startsWith(CONTROL_GROUPS)
                || link.equals("/dev/random")
                || link.equals("/dev/urandom");
    }

    private static Set<Path> classPath() {
        // surefire starts the JVM with one small jar that names the others.
        return Stream.of("java.class.path", "jdk.module.path", "surefire.test.class.path")
                .flatMap(property ->
                        Arrays.stream(System.getProperty(property, "").split(File.pathSeparator)))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> real(Path.of(entry)))
                .collect(Collectors.toSet());
    }

    /** As the kernel names what a descriptor is open on. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }
}
