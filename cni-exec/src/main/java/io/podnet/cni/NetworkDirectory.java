// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import io.podnet.cni.internal.watch.DirectoryWatcher;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The networks of a directory, kept up to date: read again when a file, a network's folder or the directory itself
 * changes, comes or goes.
 *
 * <pre>{@code
 * try (NetworkDirectory directory = NetworkDirectory.builder(Path.of("/etc/cni/net.d")).watch().open();
 *         CniClient client = CniClient.builder().networks(directory).build()) {
 *     client.add(directory.networks().get("podnet"), attachment);
 * }
 * }</pre>
 *
 * <p>What was read replaces what was there once nobody uses it any more: neither an operation of a client that knows the
 * directory, nor a caller of {@link #use()}. Files that cannot be used are logged
 * and listed by {@link Networks#problems()}.
 *
 * <p><b>Threads</b>: any. A watched directory has a thread of its own, on which listeners are called; open it on a thread
 * of the host's namespaces, where that thread stays.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class NetworkDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkDirectory.class.getPackageName());

    private final Path directory;
    private final NetworksReader reader;
    private final Optional<String> defaultName;
    private final List<Path> alsoWatch;
    private final List<Consumer<? super Networks>> listeners;
    private final ReentrantReadWriteLock inUse = new ReentrantReadWriteLock();
    private final Object reloading = new Object();
    private volatile Networks networks;
    private @Nullable DirectoryWatcher watcher;

    private NetworkDirectory(Builder from) {
        this.directory = from.directory;
        this.reader = new NetworksReader(from.directory, from.check);
        this.defaultName = Optional.ofNullable(from.defaultName);
        this.alsoWatch = List.copyOf(from.alsoWatch);
        this.listeners = List.copyOf(from.listeners);
        this.networks = reader.read(defaultName);
        log(new Networks(List.of(), List.of(), defaultName), networks);
    }

    /**
     * Starts to say how a directory is to be read.
     *
     * @param directory where the files are, such as {@code /etc/cni/net.d}; it need not be there yet
     * @return a builder
     */
    public static Builder builder(Path directory) {
        return new Builder(directory);
    }

    /**
     * Gives the networks as they were read last.
     *
     * @return the networks
     */
    public Networks networks() {
        return networks;
    }

    /**
     * Keeps the networks as they are until the use is closed: a reload waits for it. Uses may be nested.
     *
     * <p><b>Threads</b>: waits for a reload that is about to replace the networks; to be closed by the same thread.
     *
     * @return the use
     */
    public Use use() {
        inUse.readLock().lock();
        return new Use(networks, inUse.readLock()::unlock);
    }

    /**
     * Reads the directory again.
     *
     * <p><b>Threads</b>: waits for all uses to end.
     *
     * @return what was read
     * @throws IllegalStateException if the calling thread itself uses the networks
     */
    public Networks reload() {
        if (inUse.getReadHoldCount() > 0) {
            throw new IllegalStateException(
                    "this thread uses the networks of " + directory + "; a reload would wait for it for ever");
        }
        synchronized (reloading) {
            Networks before = networks;
            Networks now = reader.read(defaultName);
            if (now.equals(before)) {
                return before;
            }
            inUse.writeLock().lock();
            try {
                networks = now;
            } finally {
                inUse.writeLock().unlock();
            }
            log(before, now);
            tell(now);
            return now;
        }
    }

    private void log(Networks before, Networks now) {
        for (CniException problem : now.problems()) {
            if (before.problems().stream().noneMatch(old -> old.getMessage().equals(problem.getMessage()))) {
                LOG.warn("skipping {}", problem.getMessage());
            }
        }
        LOG.debug("networks of {}: {}", directory, now.all());
    }

    private void tell(Networks now) {
        for (Consumer<? super Networks> listener : listeners) {
            try {
                listener.accept(now);
            } catch (RuntimeException e) {
                LOG.warn("a listener failed to hear of new networks of {}", directory, e);
            }
        }
    }

    /** Ends watching. Networks that were read stay usable. */
    @Override
    public void close() {
        if (watcher != null) {
            watcher.close();
        }
    }

    private void watch(Duration debounce) {
        try {
            watcher = DirectoryWatcher.start(this::watched, debounce, this::reload);
        } catch (IOException e) {
            throw CniException.builder(
                            "cni-watch-failed",
                            "cannot watch " + directory + ": " + e.getMessage()
                                    + " (see fs.inotify.max_user_instances, inotify(7))")
                    .code(CniErrorCode.IO_FAILURE)
                    .file(directory)
                    .cause(e)
                    .build();
        }
    }

    /** The directory, and the folders in it that may hold plugins. */
    private List<Path> watched() {
        List<Path> paths = new ArrayList<>(alsoWatch);
        paths.add(directory);
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory, Files::isDirectory)) {
            folders.forEach(paths::add);
        } catch (IOException e) {
            LOG.debug("{} has no folders to watch: {}", directory, e.toString());
        }
        return paths;
    }

    /**
     * The networks, sure to stay what they are.
     *
     * @since 0.1
     */
    public static final class Use implements AutoCloseable {
        private final Networks networks;
        private @Nullable Runnable end;

        private Use(Networks networks, Runnable end) {
            this.networks = networks;
            this.end = end;
        }

        /**
         * Gives the networks.
         *
         * @return the networks
         */
        public Networks networks() {
            return networks;
        }

        /** Ends the use. Closing again does nothing. */
        @Override
        public void close() {
            if (end != null) {
                end.run();
                end = null;
            }
        }
    }

    /**
     * Says how a directory is to be read.
     *
     * <p><b>Threads</b>: used by one thread.
     *
     * @since 0.1
     */
    public static final class Builder {
        private static final Duration DEBOUNCE = Duration.ofMillis(100);

        private final Path directory;
        private final List<Path> alsoWatch = new ArrayList<>();
        private final List<Consumer<? super Networks>> listeners = new ArrayList<>();
        private Consumer<? super NetworkConfigList> check = network -> {};
        private @Nullable String defaultName;
        private @Nullable Duration debounce;

        private Builder(Path directory) {
            this.directory = directory;
        }

        /**
         * Names the default network; otherwise it is that of the first usable file, after each change anew.
         *
         * @param name its name
         * @return this builder
         */
        public Builder defaultNetwork(String name) {
            this.defaultName = name;
            return this;
        }

        /**
         * Keeps the networks up to date: read again 100 ms after the last of a burst of changes, or a second after its
         * first.
         *
         * @return this builder
         */
        public Builder watch() {
            return watch(DEBOUNCE);
        }

        /**
         * Keeps the networks up to date.
         *
         * @param quiet how long nothing must have changed before the directory is read again; ten times as long after the
         *     first change it is read in any case
         * @return this builder
         */
        public Builder watch(Duration quiet) {
            this.debounce = quiet;
            return this;
        }

        /**
         * Adds directories whose changes make the networks be read again, such as those of the plugins' executables if
         * {@link #check} looks for them.
         *
         * @param directories the directories
         * @return this builder
         */
        public Builder alsoWatch(List<Path> directories) {
            alsoWatch.addAll(directories);
            return this;
        }

        /**
         * Sets a check that each network must pass, for instance that its plugins are there and speak its version. What
         * does not pass is a problem like a file that cannot be read.
         *
         * @param passes throws {@link CniException} if the network is not to be used
         * @return this builder
         */
        public Builder check(Consumer<? super NetworkConfigList> passes) {
            this.check = passes;
            return this;
        }

        /**
         * Adds somebody who is told of changes, after they took effect.
         *
         * @param listener told of the new networks, but not of the first ones; called while no other reload runs
         * @return this builder
         */
        public Builder onChange(Consumer<? super Networks> listener) {
            listeners.add(listener);
            return this;
        }

        /**
         * Reads the directory.
         *
         * @return the directory
         * @throws CniException ({@code cni-watch-failed}) if it is to be watched and the system has no watches left
         */
        public NetworkDirectory open() {
            NetworkDirectory opened = new NetworkDirectory(this);
            if (debounce != null) {
                opened.watch(debounce);
            }
            return opened;
        }
    }
}
