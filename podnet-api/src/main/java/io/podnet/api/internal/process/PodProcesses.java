// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.process;

import io.podnet.api.PodId;
import io.podnet.base.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds and ends the processes of a pod: those on record, and those that carry its id in their environment and are in its
 * namespace. The second kind closes the gap between the start of a process and the record of its id, and takes in what
 * the command left behind in the background; nobody else's process has a pod's id.
 */
public final class PodProcesses {
    /** Holds the pod's id in the environment of each process that podnet starts inside. */
    public static final String VARIABLE = "PODNET_POD";

    private static final Logger LOG = LoggerFactory.getLogger(PodProcesses.class.getPackageName());
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(5);

    private PodProcesses() {}

    /**
     * Marks a process that is about to start.
     *
     * @param environment its environment
     * @param pod the pod inside which it starts
     */
    public static void mark(Map<String, String> environment, PodId pod) {
        environment.put(VARIABLE, pod.value());
    }

    /**
     * Ends processes: asks them, and after two seconds kills them.
     *
     * @param pod the pod
     * @param recorded the processes on record
     * @param netns the file that leads to the pod's namespace; empty if it is gone
     * @return whether no process is left in the namespace, neither the pod's nor anybody else's, as far as can be seen
     */
    public static boolean end(PodId pod, Collection<ProcessIdentity> recorded, Optional<Path> netns) {
        Set<ProcessIdentity> ended = new LinkedHashSet<>();
        long deadline = System.nanoTime() + GRACE.toNanos();
        boolean killing = false;
        while (true) {
            // Again and again, since a process may have started another one meanwhile.
            Set<ProcessIdentity> inside =
                    netns.flatMap(PodProcesses::inode).map(PodProcesses::inside).orElse(Set.of());
            Set<ProcessIdentity> alive = find(pod, recorded, inside);
            if (alive.isEmpty()) {
                return inside.isEmpty();
            }
            if (!killing && System.nanoTime() - deadline > 0) {
                killing = true;
                ended.clear();
            }
            for (ProcessIdentity each : alive) {
                if (ended.add(each)) {
                    LOG.debug("{} process {} of pod {}", killing ? "killing" : "ending", each.pid(), pod.shortened());
                    signal(each, killing);
                }
            }
            if (killing && System.nanoTime() - deadline > GRACE.toNanos()) {
                // Stuck in the kernel, for instance in a read from a file server that is gone.
                LOG.warn("processes {} of pod {} outlive SIGKILL", alive, pod.shortened());
                return false;
            }
            pause();
        }
    }

    /**
     * Finds a process of a pod by which the pod's namespace can be found, where nothing else leads to it any more.
     *
     * @param pod the pod
     * @param recorded the processes on record
     * @return one that is in another network namespace than this process
     */
    public static Optional<ProcessIdentity> apart(PodId pod, Collection<ProcessIdentity> recorded) {
        Optional<Object> ours = inode(Path.of("/proc/self/ns/net"));
        Predicate<Path> apart = process -> {
            Optional<Object> theirs = inode(process.resolve("ns/net"));
            return theirs.isPresent() && !theirs.equals(ours);
        };
        byte[] mark = mark(pod);
        return recorded.stream()
                .filter(ProcessIdentity::isAlive)
                .filter(each -> apart.test(Path.of("/proc", Long.toString(each.pid()))))
                .findFirst()
                .or(() -> inProc(process -> apart.test(process) && contains(process.resolve("environ"), mark)).stream()
                        .findFirst());
    }

    private static byte[] mark(PodId pod) {
        return (VARIABLE + "=" + pod.value()).getBytes(StandardCharsets.US_ASCII);
    }

    private static Set<ProcessIdentity> find(
            PodId pod, Collection<ProcessIdentity> recorded, Set<ProcessIdentity> inside) {
        Set<ProcessIdentity> found = new LinkedHashSet<>();
        recorded.stream().filter(ProcessIdentity::isAlive).forEach(found::add);
        byte[] mark = mark(pod);
        inside.stream()
                .filter(each -> contains(Path.of("/proc", Long.toString(each.pid()), "environ"), mark))
                .forEach(found::add);
        // A podnet may itself run inside the pod that it removes.
        found.removeIf(each -> each.pid() == ProcessHandle.current().pid());
        return found;
    }

    private static Set<ProcessIdentity> inside(Object inode) {
        return Set.copyOf(inProc(process ->
                inode(process.resolve("ns/net")).filter(inode::equals).isPresent()));
    }

    private static List<ProcessIdentity> inProc(Predicate<Path> wanted) {
        List<ProcessIdentity> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path each : processes) {
                if (wanted.test(each)) {
                    ProcessIdentity.of(Long.parseLong(each.getFileName().toString()))
                            .ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            LOG.debug("/proc cannot be listed", e);
        }
        return found;
    }

    // Compared between namespaces that are both there at this moment: the kernel uses the numbers again.
    private static Optional<Object> inode(Path netns) {
        try {
            return Optional.of(Files.getAttribute(netns, "unix:dev") + ":" + Files.getAttribute(netns, "unix:ino"));
        } catch (IOException e) {
            // The process has ended, or is another user's.
            return Optional.empty();
        }
    }

    // The variables end in NUL bytes, the last one too.
    private static boolean contains(Path environment, byte[] variable) {
        byte[] all;
        try {
            all = Files.readAllBytes(environment);
        } catch (IOException e) {
            return false;
        }
        for (int start = 0; start < all.length; ) {
            int end = start;
            while (end < all.length && all[end] != 0) {
                end++;
            }
            if (Arrays.equals(all, start, end, variable, 0, variable.length)) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    private static void signal(ProcessIdentity process, boolean kill) {
        // The identity is looked at once more, right before.
        ProcessHandle.of(process.pid()).filter(handle -> process.isAlive()).ifPresent(handle -> {
            if (kill) {
                handle.destroyForcibly();
            } else {
                handle.destroy();
            }
        });
    }

    private static void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            // The teardown goes to its end; the caller learns of the interrupt from the flag.
            Thread.currentThread().interrupt();
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
