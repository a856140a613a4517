// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import io.podnet.base.BackendSelector;
import io.podnet.base.FileLocks;
import io.podnet.base.NoBackendException;
import io.podnet.cni.internal.cache.CacheEntry;
import io.podnet.cni.internal.cache.CacheKey;
import io.podnet.cni.internal.cache.CacheRead;
import io.podnet.cni.internal.cache.ResultCache;
import io.podnet.cni.internal.exec.ExecInvoker;
import io.podnet.cni.internal.lock.OperationLocks;
import io.podnet.cni.internal.verb.Backends;
import io.podnet.cni.internal.verb.Recall;
import io.podnet.cni.internal.verb.Setup;
import io.podnet.cni.internal.verb.Verbs;
import io.podnet.cni.spi.PluginInvoker;
import io.podnet.cni.spi.PluginListener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Attaches containers to networks by CNI plugins, and detaches them again: what libcni is to Go.
 *
 * <pre>{@code
 * NetworkConfigList network = NetworkConfigList.load(Path.of("/etc/cni/net.d"), "podnet");
 * Attachment eth0 = Attachment.builder("c0ffee", Path.of("/run/netns/blue")).build();
 * try (CniClient cni = CniClient.create()) {
 *     CniResult result = cni.add(network, eth0);
 *     cni.check(network, eth0);
 *     cni.delete(network, eth0);
 * }
 * }</pre>
 *
 * <p>Attachments are remembered in libcni's result cache, in its format: what was attached by podman or containerd can
 * be checked and deleted here, and the other way round. Of {@link CniMode#IMPROVED}, the default:
 *
 * <ul>
 *   <li>ADD checks everything that can be checked first, writes down what it is about to do, and undoes a failure by
 *       DEL of all plugins that were called. What is recorded as attached cannot be added again before it is deleted.
 *   <li>CHECK, DEL and GC use the configuration, the arguments and the capability arguments of ADD, so that nobody has
 *       to repeat them. DEL calls all plugins, whatever fails, reports all failures, and forgets the attachment only
 *       when nothing is left. A network namespace that is gone is not named to plugins, since some fail on it for ever.
 *   <li>Operations on one container follow one another, those on several run in parallel, GC runs alone; across threads
 *       and across the processes that use the same lock directory.
 * </ul>
 *
 * <p><b>Threads</b>: safe for use by several threads. Operations block until plugins have answered, at most
 * {@link Builder#deadline} for each plugin, and while other operations hold a lock. An interrupt ends the plugin that
 * runs; ADD is then undone.
 *
 * <p><b>Privileges</b>: those of the plugins, which usually need root; the cache directory is written.
 *
 * @see <a href="https://github.com/containernetworking/cni/blob/spec-v1.1.0/SPEC.md#section-2-execution-protocol">
 *     section 2</a>
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class CniClient implements AutoCloseable {
    private final Verbs verbs;
    private final ResultCache cache;
    private final OperationLocks locks;
    private final @Nullable NetworkDirectory networks;
    private volatile boolean closed;

    private CniClient(Builder from) {
        List<PluginInvoker> given = from.invokers;
        Backends backends = given == null
                ? Backends.find(
                        BackendSelector.of(PluginInvoker.class, ServiceLoader.load(PluginInvoker.class)),
                        from.backend,
                        // Whoever wants libcni wants what it can do: executables.
                        from.mode == CniMode.LIBCNI ? ExecInvoker.NAME : Backends.AUTO)
                : Backends.among(BackendSelector.of(PluginInvoker.class, given), from.backend);
        this.networks = from.networks;
        this.cache = new ResultCache(from.cacheDirectory);
        this.locks = new OperationLocks(
                from.lockDirectory == null ? from.cacheDirectory.resolve("locks") : from.lockDirectory);
        this.verbs = new Verbs(
                new Setup(from.mode, from.pluginPath, from.deadline, from.environment, from.listener, backends, cache));
    }

    /**
     * Makes a client with the usual directories.
     *
     * @return the client
     * @throws NoBackendException if no backend can work here
     */
    public static CniClient create() {
        return builder().build();
    }

    /**
     * Starts a client.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Attaches a container to a network: ADD of each plugin in turn.
     *
     * @param network the network
     * @param attachment the container's interface
     * @return what the last plugin reported
     * @throws CniException if anything fails; all is undone then, and what could not be is suppressed in the exception
     *     and stays in the cache for DEL or GC
     */
    public CniResult add(NetworkConfigList network, Attachment attachment) {
        try (FileLocks.Held held = lock(attachment)) {
            return verbs.add(network, attachment);
        }
    }

    /**
     * Attaches a container to several networks, one after the other.
     *
     * @param attachments the container's interfaces, all of one container
     * @return what each network reported, in the same order
     * @throws CniException if one fails; those before it are detached again then
     * @throws IllegalArgumentException if they belong to different containers
     */
    public List<CniResult> addAll(List<NetworkAttachment> attachments) {
        if (attachments.isEmpty()) {
            return List.of();
        }
        List<CniResult> results = new ArrayList<>();
        try (FileLocks.Held held = lock(oneContainer(attachments))) {
            for (NetworkAttachment each : attachments) {
                try {
                    results.add(verbs.add(each.network(), each.attachment()));
                } catch (RuntimeException | Error e) {
                    undo(attachments.subList(0, results.size()), e);
                    throw e;
                }
            }
        }
        return List.copyOf(results);
    }

    // An interrupt must not keep what was attached from being detached.
    private void undo(List<NetworkAttachment> attached, Throwable failure) {
        boolean interrupted = Thread.interrupted();
        try {
            deleteLocked(attached).forEach(failure::addSuppressed);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Looks whether an attachment is as ADD made it: CHECK of each plugin in turn.
     *
     * @param network the network
     * @param attachment the container's interface
     * @throws CniException if it is not, or the network's version has no CHECK ({@code cni-check-unsupported})
     */
    public void check(NetworkConfigList network, Attachment attachment) {
        try (FileLocks.Held held = lock(attachment)) {
            verbs.check(network, attachment);
        }
    }

    /**
     * Detaches a container from a network: DEL of each plugin, the last one first. Succeeds if there is nothing to
     * detach.
     *
     * @param network the network; used as it was at the time of ADD, if the cache knows that
     * @param attachment the container's interface; arguments that the cache knows need not be repeated
     * @throws CniException if anything fails; the others are suppressed in the first one, and the attachment stays in
     *     the cache
     */
    public void delete(NetworkConfigList network, Attachment attachment) {
        try (FileLocks.Held held = lock(attachment)) {
            verbs.delete(network, attachment);
        }
    }

    /**
     * Detaches what the cache remembers, without any other configuration.
     *
     * @param cached one of {@link #attachments()}
     * @throws CniException if anything fails, or the remembered configuration cannot be read
     */
    public void delete(CachedAttachment cached) {
        delete(Recall.parse(new String(cached.config(), StandardCharsets.UTF_8)), cached.attachment());
    }

    /**
     * Detaches a container from several networks, the last one first; goes on to the end whatever fails.
     *
     * @param attachments the container's interfaces, all of one container
     * @throws CniException if anything fails; the others are suppressed in the first one
     * @throws IllegalArgumentException if they belong to different containers
     */
    public void deleteAll(List<NetworkAttachment> attachments) {
        if (attachments.isEmpty()) {
            return;
        }
        List<RuntimeException> failures;
        try (FileLocks.Held held = lock(oneContainer(attachments))) {
            failures = deleteLocked(attachments);
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.get(0);
            failures.subList(1, failures.size()).forEach(first::addSuppressed);
            throw first;
        }
    }

    private List<RuntimeException> deleteLocked(List<NetworkAttachment> attachments) {
        List<RuntimeException> failures = new ArrayList<>();
        for (int i = attachments.size() - 1; i >= 0; i--) {
            NetworkAttachment each = attachments.get(i);
            try {
                verbs.delete(each.network(), each.attachment());
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        return failures;
    }

    private static Attachment oneContainer(List<NetworkAttachment> attachments) {
        Attachment first = attachments.get(0).attachment();
        for (NetworkAttachment each : attachments) {
            if (!each.attachment().containerId().equals(first.containerId())) {
                throw new IllegalArgumentException("attachments of several containers: " + first.containerId() + " and "
                        + each.attachment().containerId());
            }
        }
        return first;
    }

    /**
     * Cleans up a network: DEL of all its remembered attachments but the valid ones, then GC of each plugin, which
     * plugins have from 1.1.0 on. Waits for all other operations to end, and keeps new ones waiting.
     *
     * @param network the network
     * @param valid the attachments that stay
     * @throws CniException if anything fails; all was tried
     */
    public void gc(NetworkConfigList network, Collection<AttachmentId> valid) {
        collect(network, Set.copyOf(valid));
    }

    /**
     * Cleans up a network as {@link #gc(NetworkConfigList, Collection)} does. What stays is asked once nobody can attach
     * anything any more: nothing that was attached meanwhile is taken for garbage.
     *
     * @param network the network
     * @param valid says of a remembered attachment to the network whether it stays
     * @throws CniException if anything fails; all was tried
     */
    public void gc(NetworkConfigList network, Predicate<CachedAttachment> valid) {
        checkOpen();
        try (FileLocks.Held held = using(locks::everything)) {
            Set<AttachmentId> staying = attachments().stream()
                    .filter(each -> each.networkName().equals(network.name()) && valid.test(each))
                    .map(each -> each.attachment().id())
                    .collect(Collectors.toSet());
            verbs.gc(network, staying);
        }
    }

    /**
     * Cleans up a network as cnitool does: all its remembered attachments are deleted, and plugins are called without
     * being told what is valid.
     *
     * @param network the network
     * @throws CniException if anything fails; all was tried
     */
    public void gcAll(NetworkConfigList network) {
        collect(network, null);
    }

    private void collect(NetworkConfigList network, @Nullable Collection<AttachmentId> valid) {
        checkOpen();
        try (FileLocks.Held held = using(locks::everything)) {
            verbs.gc(network, valid);
        }
    }

    /**
     * Asks the plugins whether ADD would work now: STATUS of each in turn. Succeeds for networks before 1.1.0, whose
     * plugins cannot be asked.
     *
     * @param network the network
     * @throws CniException of the first plugin that is not ready; {@link CniException#code()} is 50 or 51 then
     */
    public void status(NetworkConfigList network) {
        checkOpen();
        try (FileLocks.Held held = using(() -> () -> {})) {
            verbs.status(network);
        }
    }

    /**
     * Asks a plugin which versions of the specification it speaks.
     *
     * @param type the plugin's type
     * @return the versions as it lists them; {@code 0.1.0} alone for plugins that do not know the question
     * @throws CniException if it cannot be asked
     */
    public List<String> versions(String type) {
        checkOpen();
        return verbs.versions(type);
    }

    /**
     * Looks whether a backend can run all plugins of a network, as ADD does first; none is started for that.
     *
     * @param network the network
     * @throws CniException ({@code cni-plugin-not-found}) of the first plugin that cannot be run
     */
    public void requirePlugins(NetworkConfigList network) {
        checkOpen();
        verbs.requirePlugins(network);
    }

    /**
     * Looks whether all plugins of a network are there and speak its version.
     *
     * @param network the network
     * @return the capabilities that its plugins want arguments for, sorted
     * @throws CniException that lists all plugins that are missing or do not speak it
     */
    public Set<String> validate(NetworkConfigList network) {
        checkOpen();
        verbs.validate(network);
        return network.capabilities();
    }

    /**
     * Tells which backends would be asked to run the plugins of a network, in that order: the first one that is not
     * passed over does.
     *
     * @param network the network
     * @return by backend, why it is passed over; empty for one that can run all plugins
     */
    public Map<String, Optional<String>> backends(NetworkConfigList network) {
        return verbs.backends(network);
    }

    /**
     * Lists all attachments that the cache remembers, those of other programs that share it too.
     *
     * @return the attachments in the order of their files' names; files that cannot be read are left out
     * @throws CniException if the directory is there but cannot be read
     */
    public List<CachedAttachment> attachments() {
        checkOpen();
        return cache.list().stream().map(CniClient::cached).toList();
    }

    /**
     * Lists the attachments of one container that the cache remembers.
     *
     * @param containerId the container
     * @return the attachments in the order of their files' names; files that cannot be read are left out
     * @throws CniException if the directory is there but cannot be read
     */
    public List<CachedAttachment> attachments(String containerId) {
        return attachments().stream()
                .filter(each -> each.attachment().containerId().equals(containerId))
                .toList();
    }

    /**
     * Gives what the cache remembers of one attachment.
     *
     * @param networkName the network's name
     * @param attachment container and interface
     * @return the attachment; empty if there is none
     * @throws CniException if there is something else in its place, or a name is empty
     */
    public Optional<CachedAttachment> attachment(String networkName, AttachmentId attachment) {
        checkOpen();
        CacheKey key = new CacheKey(networkName, attachment);
        return Recall.entry(key, cache.read(key)).map(CniClient::cached);
    }

    /**
     * Gives what ADD reported, from the cache, in the network's version.
     *
     * @param network the network
     * @param attachment container and interface
     * @return the result; empty if there is none
     * @throws CniException if there is something that is no result, or cannot be converted
     */
    public Optional<CniResult> cachedResult(NetworkConfigList network, AttachmentId attachment) {
        checkOpen();
        return Recall.result(cache.read(new CacheKey(network.name(), attachment)), network.cniVersion());
    }

    /**
     * Forgets an attachment without calling any plugin: for what cannot be deleted, as when a plugin is gone for good.
     * Whatever plugins hold for it is lost.
     *
     * @param networkName the network's name
     * @param attachment container and interface
     * @return true if it was remembered
     * @throws CniException if its file cannot be removed
     */
    public boolean forget(String networkName, AttachmentId attachment) {
        checkOpen();
        try (FileLocks.Held held = locks.container(attachment.containerId())) {
            CacheKey key = new CacheKey(networkName, attachment);
            return !(cache.read(key) instanceof CacheRead.Foreign) && cache.delete(key);
        }
    }

    /**
     * Lists the files that were being written when their process was killed, and that nobody reads: in the cache, which
     * {@link #gc(NetworkConfigList, Collection) gc} removes too, and of backends. Whoever cleans up removes them.
     *
     * @return the files
     * @throws CniException if the directory is there but cannot be read
     */
    public List<Path> abandonedFiles() {
        checkOpen();
        return Stream.concat(cache.abandoned().stream(), verbs.abandonedFiles().stream())
                .toList();
    }

    private static CachedAttachment cached(CacheEntry entry) {
        return new CachedAttachment(
                entry.network(), entry.attachment(), entry.configBytes(), !entry.isPending(), Recall.result(entry));
    }

    private FileLocks.Held lock(Attachment attachment) {
        checkOpen();
        return using(() -> locks.container(attachment.containerId()));
    }

    // A reload of the networks waits for operations, so it comes before the locks that these may wait for.
    private FileLocks.Held using(Supplier<FileLocks.Held> lock) {
        if (networks == null) {
            return lock.get();
        }
        NetworkDirectory.Use use = networks.use();
        try {
            FileLocks.Held held = lock.get();
            return () -> {
                try (use) {
                    held.close();
                }
            };
        } catch (RuntimeException | Error e) {
            use.close();
            throw e;
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this CNI client is closed");
        }
    }

    /** Closes the client. Operations that run go on to their end; new ones are refused. */
    @Override
    public void close() {
        closed = true;
    }

    /**
     * Collects the settings of a client.
     *
     * <p><b>Threads</b>: used by one thread.
     *
     * @since 0.1
     */
    public static final class Builder {
        private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(60);

        private List<Path> pluginPath = List.of(Path.of("/usr/lib/cni"), Path.of("/opt/cni/bin"));
        private Path cacheDirectory = Path.of("/var/lib/cni");
        private @Nullable Path lockDirectory;
        private Duration deadline = DEFAULT_DEADLINE;
        private @Nullable NetworkDirectory networks;
        private CniMode mode = CniMode.IMPROVED;
        private String backend = "";
        private @Nullable List<PluginInvoker> invokers;
        private Supplier<Map<String, String>> environment = Map::of;
        private PluginListener listener = event -> {};

        private Builder() {}

        /**
         * Sets where the plugins' executables are; {@code /usr/lib/cni} and {@code /opt/cni/bin} unless set.
         *
         * @param directories the directories in the order of the search
         * @return this builder
         */
        public Builder pluginPath(List<Path> directories) {
            this.pluginPath = List.copyOf(directories);
            return this;
        }

        /**
         * Sets where attachments are remembered, in the folder {@code results}; {@code /var/lib/cni} unless set.
         *
         * @param directory the directory; made when it is needed
         * @return this builder
         */
        public Builder cacheDirectory(Path directory) {
            this.cacheDirectory = directory;
            return this;
        }

        /**
         * Sets where lock files are kept; {@code locks} in the cache directory unless set. All who use the same
         * cache have to use the same one.
         *
         * @param directory the directory; made when it is needed
         * @return this builder
         */
        public Builder lockDirectory(Path directory) {
            this.lockDirectory = directory;
            return this;
        }

        /**
         * Sets how long one call of one plugin may take before it is ended with all that it started; 60 seconds unless
         * set.
         *
         * @param duration the time
         * @return this builder
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder deadline(Duration duration) {
            if (duration.isZero() || duration.isNegative()) {
                throw new IllegalArgumentException("the deadline must be positive, not " + duration);
            }
            this.deadline = duration;
            return this;
        }

        /**
         * Sets how closely to follow libcni; {@link CniMode#IMPROVED} unless set.
         *
         * @param value the mode
         * @return this builder
         */
        public Builder mode(CniMode value) {
            this.mode = value;
            return this;
        }

        /**
         * Names the directory that the networks come from, so that it is not reloaded while an operation runs.
         *
         * @param directory the directory; stays the caller's to close
         * @return this builder
         */
        public Builder networks(NetworkDirectory directory) {
            this.networks = directory;
            return this;
        }

        /**
         * Names the backend that runs plugins; else the property {@value Backends#PROPERTY} does so, else the environment
         * variable {@value Backends#VARIABLE}, and {@code auto} is usual ({@code exec} with {@link CniMode#LIBCNI}). With
         * {@code auto}, each attachment gets the first, by priority, that supports all its plugins. An attachment that is
         * there already is checked and deleted by the backend that made it.
         *
         * @param name such as {@code exec}, {@code native} or {@code auto}
         * @return this builder
         */
        public Builder backend(String name) {
            this.backend = name;
            return this;
        }

        /**
         * Sets the backends to choose from, instead of those that ServiceLoader finds; {@code auto} is usual then, and
         * neither property nor variable counts.
         *
         * @param backends the backends
         * @return this builder
         */
        public Builder invokers(List<? extends PluginInvoker> backends) {
            this.invokers = List.copyOf(backends);
            return this;
        }

        /**
         * Sets variables for the plugins' environment, such as {@code TRACEPARENT}, {@code TRACESTATE} and
         * {@code BAGGAGE} of a trace; executables also inherit this process's environment.
         *
         * @param variables asked before each call, by the thread that makes it
         * @return this builder
         */
        public Builder environment(Supplier<Map<String, String>> variables) {
            this.environment = variables;
            return this;
        }

        /**
         * Sets who hears of every plugin that was called.
         *
         * @param value the listener
         * @return this builder
         */
        public Builder listener(PluginListener value) {
            this.listener = value;
            return this;
        }

        /**
         * Makes the client. Touches no file.
         *
         * @return the client
         * @throws NoBackendException if the named backend is missing or cannot work here, or none can
         */
        public CniClient build() {
            return new CniClient(this);
        }
    }
}
