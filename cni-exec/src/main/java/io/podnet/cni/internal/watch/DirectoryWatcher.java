// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.watch;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when files in some directories may have changed: once for a burst of events, and rather too often than too seldom.
 *
 * <p>A directory need not be there. Its ancestors are watched too, for the one name that leads to it, so that it may come,
 * go, be renamed or be replaced. All watches are made anew before each call, which is then sure to see what happened
 * before them; that also makes an overflow, which tells that events were lost, an event like any other.
 */
public final class DirectoryWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryWatcher.class.getPackageName());

    /** A burst that does not end is cut after so many times the wait for its end. */
    private static final int LONGEST_BURST = 10;

    private final WatchService service;
    private final Supplier<? extends Collection<Path>> directories;
    private final Duration debounce;
    private final Runnable changed;
    private final Map<WatchKey, Interest> keys = new HashMap<>();
    private final Thread thread;

    /** Which events of a directory count; those of all names if there are none given. */
    private record Interest(Set<Path> names, boolean all) {
        boolean in(WatchEvent<?> event) {
            return all || event.kind() == StandardWatchEventKinds.OVERFLOW || names.contains((Path) event.context());
        }
    }

    private DirectoryWatcher(
            WatchService service,
            Supplier<? extends Collection<Path>> directories,
            Duration debounce,
            Runnable changed) {
        this.service = service;
        this.directories = directories;
        this.debounce = debounce;
        this.changed = changed;
        this.thread = new Thread(this::run, "podnet-cni-watch");
        this.thread.setDaemon(true);
    }

    /**
     * Starts to watch: the first call comes at once, on a thread of its own like all others.
     *
     * @param directories where to look; asked before each call
     * @param debounce how long no event must have come before a call
     * @param changed what to call
     */
    public static DirectoryWatcher start(
            Supplier<? extends Collection<Path>> directories, Duration debounce, Runnable changed) throws IOException {
        DirectoryWatcher watcher =
                new DirectoryWatcher(FileSystems.getDefault().newWatchService(), directories, debounce, changed);
        watcher.thread.start();
        return watcher;
    }

    /** Ends watching; waits for a call that is under way, unless it is the one that closes. */
    @Override
    public void close() {
        try {
            service.close();
            if (Thread.currentThread() != thread) {
                thread.join();
            }
        } catch (IOException e) {
            LOG.debug("closing a watch", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            do {
                watchAll();
                call();
            } while (awaitBurst());
        } catch (ClosedWatchServiceException e) {
            LOG.trace("watch closed");
        } catch (InterruptedException e) {
            LOG.warn("the watch of {} was interrupted; changes are not seen any more", directories.get());
        }
    }

    // Whatever the callee throws, later changes must still be seen.
    private void call() {
        try {
            changed.run();
        } catch (RuntimeException e) {
            LOG.warn("a change could not be handled", e);
        }
    }

    private boolean awaitBurst() throws InterruptedException {
        while (!isInteresting(service.take())) {
            LOG.trace("an event of no interest");
        }
        long end = System.nanoTime() + LONGEST_BURST * debounce.toNanos();
        long quietUntil = System.nanoTime() + debounce.toNanos();
        while (true) {
            long wait = Math.min(quietUntil, end) - System.nanoTime();
            WatchKey key = wait <= 0 ? null : service.poll(wait, TimeUnit.NANOSECONDS);
            if (key == null) {
                return true;
            }
            if (isInteresting(key)) {
                quietUntil = System.nanoTime() + debounce.toNanos();
            }
        }
    }

    private boolean isInteresting(WatchKey key) {
        Interest interest = keys.get(key);
        boolean interesting = false;
        for (WatchEvent<?> event : key.pollEvents()) {
            interesting |= interest != null && interest.in(event);
        }
        // A key that cannot be reset belongs to a directory that is gone.
        return !key.reset() || interesting;
    }

    private void watchAll() {
        List<WatchKey> old = new ArrayList<>(keys.keySet());
        keys.clear();
        // Again until nothing new shows up: a folder that came after the look, but before the watch of its parent, gave
        // no
        // event.
        Set<Path> watched = Set.of();
        Set<Path> wanted = Set.copyOf(directories.get());
        while (!watched.containsAll(wanted)) {
            for (Path directory : wanted) {
                watch(directory.toAbsolutePath().normalize(), null);
            }
            watched = wanted;
            wanted = Set.copyOf(directories.get());
        }
        // A directory of the same inode keeps its key; the others are left over.
        old.removeAll(keys.keySet());
        old.forEach(WatchKey::cancel);
    }

    /** Watches a directory, for one name in it or for all, and the way to it. */
    private void watch(Path directory, @Nullable Path name) {
        Path parent = directory.getParent();
        if (parent != null) {
            watch(parent, directory.getFileName());
        }
        if (!Files.isDirectory(directory)) {
            return;
        }
        try {
            WatchKey key = directory.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            Interest before = keys.get(key);
            Set<Path> names = new HashSet<>(before == null ? Set.of() : before.names());
            if (name != null) {
                names.add(name);
            }
            keys.put(key, new Interest(names, name == null || (before != null && before.all())));
        } catch (IOException e) {
            LOG.warn("{} cannot be watched; changes in it are seen late or never: {}", directory, e.toString());
        }
    }
}
