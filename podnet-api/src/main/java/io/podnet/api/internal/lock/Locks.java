// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lock;

import io.podnet.api.PodException;
import io.podnet.api.PodId;
import io.podnet.base.FileLocks;
import io.podnet.base.FileLocks.Held;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The locks of one podnet root. Taken in this order, each by whoever holds none that comes after it: state, networks (by
 * name), pod. Below them are those of cni-exec.
 *
 * <p>Records of other pods are read without their locks.
 */
public final class Locks {
    private static final Pattern POD_FILE = Pattern.compile("pod-([0-9a-f]{64})\\.lock");

    private final Path directory;

    /**
     * Keeps lock files in a directory.
     *
     * @param directory the directory; made when the first lock is taken
     */
    public Locks(Path directory) {
        this.directory = directory;
    }

    /**
     * Locks what no two pods may share: names. To be held short.
     *
     * @return the lock
     */
    public Held state() {
        return exclusive("state.lock");
    }

    /**
     * Keeps networks from being removed or changed.
     *
     * @param names their names
     * @return the locks
     */
    public Held networks(Collection<String> names) {
        Deque<Held> held = new ArrayDeque<>();
        try {
            for (String each : new TreeSet<>(names)) {
                held.push(lock(() -> FileLocks.shared(file("network-" + each + ".lock"))));
            }
        } catch (RuntimeException e) {
            held.forEach(Held::close);
            throw e;
        }
        return () -> held.forEach(Held::close);
    }

    /**
     * Keeps pods from being attached to a network while it is removed, if none is right now.
     *
     * @param name its name
     * @return the lock; empty if a pod is being attached or detached
     */
    public Optional<Held> tryNetwork(String name) {
        try {
            provide();
            return FileLocks.tryExclusive(file("network-" + name + ".lock"));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * Locks a pod and its record.
     *
     * @param id the pod's id
     * @return the lock
     */
    public Held pod(PodId id) {
        return exclusive(podFile(id));
    }

    /**
     * Removes the lock file of a pod that is no more. Whoever waits for that lock gets it, sees that the file is not the
     * one of that name any more, and makes a new one.
     *
     * @param id the pod's id, whose lock the caller holds
     */
    public void forget(PodId id) {
        try {
            Files.deleteIfExists(file(podFile(id)));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * Removes the lock files of pods that are no more: whoever was killed between taking the lock and finding that out left
     * one. Those that somebody holds stay.
     *
     * @param known lists the pods that are on record; asked after the files were listed, as a pod has a record before its
     *     lock is taken for the first time, and none comes back
     */
    public void sweep(Supplier<Set<PodId>> known) {
        List<PodId> locked = locked();
        if (locked.isEmpty()) {
            return;
        }
        Set<PodId> pods = known.get();
        for (PodId each : locked) {
            if (!pods.contains(each)) {
                try {
                    FileLocks.tryExclusive(file(podFile(each))).ifPresent(lock -> {
                        try (lock) {
                            forget(each);
                        }
                    });
                } catch (IOException e) {
                    throw unusable(e);
                }
            }
        }
    }

    private List<PodId> locked() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> POD_FILE.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> new PodId(name.group(1)))
                    .toList();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static String podFile(PodId id) {
        return "pod-" + id.value() + ".lock";
    }

    private interface Taking {
        Held take() throws IOException;
    }

    private Held exclusive(String name) {
        return lock(() -> FileLocks.exclusive(file(name)));
    }

    private Held lock(Taking taking) {
        try {
            provide();
            return taking.take();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private void provide() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    private PodException unusable(IOException e) {
        if (e instanceof InterruptedIOException) {
            return new PodException("pod-interrupted", "interrupted while waiting for a lock in " + directory, e);
        }
        String reason = e instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : e.getClass().getSimpleName() + " " + e.getMessage();
        return new PodException("directory-unusable", directory + " cannot be written: " + reason, e);
    }
}
