// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A directory that is watched: real files, real inotify. */
@Timeout(120)
class NetworkDirectoryTest {
    private static final Duration QUIET = Duration.ofMillis(40);
    private static final long PATIENCE_MILLIS = 20_000;

    @TempDir
    Path temporary;

    private Path directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createDirectories(temporary.resolve("etc/cni/net.d"));
    }

    private static Path write(Path directory, String name) throws IOException {
        return write(directory, name, "bridge");
    }

    private static Path write(Path directory, String name, String type) throws IOException {
        return Files.writeString(
                directory.resolve(name + ".conflist"),
                "{\"name\":\"" + name + "\",\"cniVersion\":\"1.0.0\",\"plugins\":[{\"type\":\"" + type + "\"}]}");
    }

    private NetworkDirectory watched() {
        return NetworkDirectory.builder(directory).watch(QUIET).open();
    }

    private static void await(NetworkDirectory watched, Predicate<Networks> condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (!condition.test(watched.networks())) {
            assertThat(System.nanoTime()).as("still %s", watched.networks()).isLessThan(end);
            Thread.sleep(5);
        }
    }

    private static Predicate<Networks> has(String... names) {
        return networks ->
                networks.all().stream().map(NetworkConfigList::name).toList().equals(List.of(names));
    }

    @Test
    void readsOnceIfNotWatched() throws IOException {
        write(directory, "a");
        try (NetworkDirectory opened = NetworkDirectory.builder(directory).open()) {
            write(directory, "b");
            assertThat(opened.networks()).matches(has("a"));
            assertThat(opened.reload()).matches(has("a", "b"));
            assertThat(opened.networks()).matches(has("a", "b"));
            assertThat(opened.reload()).isSameAs(opened.networks());
        }
    }

    @Test
    void seesFilesComeChangeAndGo() throws Exception {
        try (NetworkDirectory watched = watched()) {
            Path a = write(directory, "a");
            await(watched, has("a"));
            Path b = write(directory, "b");
            await(watched, has("a", "b"));
            write(directory, "a", "macvlan");
            await(watched, networks -> networks.get("a").plugins().get(0).type().equals("macvlan"));
            Files.move(b, directory.resolve("0.conflist"), StandardCopyOption.ATOMIC_MOVE);
            await(watched, has("b", "a"));
            assertThat(watched.networks().defaultNetwork()).get().returns("b", NetworkConfigList::name);
            Files.delete(a);
            await(watched, has("b"));
        }
    }

    @Test
    void skipsAFileWhileItIsBad() throws Exception {
        write(directory, "good");
        try (NetworkDirectory watched = watched()) {
            Path file = Files.writeString(directory.resolve("a.conflist"), "{\"name\": \"a\", \"plug");
            await(watched, networks -> !networks.problems().isEmpty());
            assertThat(watched.networks()).matches(has("good"));
            assertThat(watched.networks().problems())
                    .singleElement()
                    .returns(file, e -> e.file().orElseThrow());
            write(directory, "a");
            await(watched, has("a", "good"));
            assertThat(watched.networks().problems()).isEmpty();
        }
    }

    @Test
    void seesTheFolderOfANetwork() throws Exception {
        write(directory, "a");
        try (NetworkDirectory watched = watched()) {
            Path folder = Files.createDirectory(directory.resolve("a"));
            Files.writeString(folder.resolve("x.conf"), "{\"type\":\"tuning\"}");
            await(watched, networks -> networks.get("a").plugins().size() == 2);
            Files.writeString(folder.resolve("y.conf"), "{\"type\":\"sbr\"}");
            await(watched, networks -> networks.get("a").plugins().size() == 3);
            Files.delete(folder.resolve("x.conf"));
            await(watched, networks -> networks.get("a").plugins().size() == 2);
        }
    }

    @Test
    void keepsTheDefaultThatWasNamed() throws Exception {
        write(directory, "a");
        try (NetworkDirectory watched = NetworkDirectory.builder(directory)
                .defaultNetwork("wanted")
                .watch(QUIET)
                .open()) {
            assertThat(watched.networks().defaultNetwork()).isEmpty();
            write(directory, "wanted");
            await(watched, networks -> networks.defaultNetwork().isPresent());
            write(directory, "0-first");
            await(watched, networks -> networks.all().size() == 3);
            assertThat(watched.networks().defaultNetwork()).get().returns("wanted", NetworkConfigList::name);
        }
    }

    @Test
    void waitsForADirectoryThatIsMissing() throws Exception {
        directory = temporary.resolve("var/lib/deep/net.d");
        try (NetworkDirectory watched = watched()) {
            assertThat(watched.networks().all()).isEmpty();
            Files.createDirectories(directory);
            write(directory, "a");
            await(watched, has("a"));
        }
    }

    private static void deleteAll(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @Test
    void survivesThatTheDirectoryIsMadeAnew() throws Exception {
        write(directory, "a");
        try (NetworkDirectory watched = watched()) {
            for (int i = 0; i < 3; i++) {
                deleteAll(temporary.resolve("etc/cni"));
                await(watched, has());
                Files.createDirectories(directory);
                write(directory, "b" + i);
                await(watched, has("b" + i));
            }
            // At once, without a pause in which the watch could see that it was gone.
            deleteAll(directory);
            Files.createDirectories(directory);
            write(directory, "c");
            await(watched, has("c"));
            write(directory, "d");
            await(watched, has("c", "d"));
        }
    }

    @Test
    void survivesThatTheDirectoryIsReplaced() throws Exception {
        write(directory, "a");
        Path next = Files.createDirectories(temporary.resolve("etc/cni/next"));
        write(next, "b");
        try (NetworkDirectory watched = watched()) {
            Files.move(directory, temporary.resolve("etc/cni/old"), StandardCopyOption.ATOMIC_MOVE);
            Files.move(next, directory, StandardCopyOption.ATOMIC_MOVE);
            await(watched, has("b"));
            write(directory, "c");
            await(watched, has("b", "c"));
            Files.move(temporary.resolve("etc"), temporary.resolve("gone"), StandardCopyOption.ATOMIC_MOVE);
            await(watched, has());
        }
    }

    @Test
    void followsALinkThatIsTurned() throws Exception {
        Path one = Files.createDirectory(temporary.resolve("one"));
        Path two = Files.createDirectory(temporary.resolve("two"));
        write(one, "a");
        write(two, "b");
        Path link = Files.createSymbolicLink(temporary.resolve("link"), one);
        directory = link;
        try (NetworkDirectory watched = watched()) {
            Files.createSymbolicLink(temporary.resolve("tmp-link"), two);
            Files.move(temporary.resolve("tmp-link"), link, StandardCopyOption.ATOMIC_MOVE);
            await(watched, has("b"));
            write(two, "c");
            await(watched, has("b", "c"));
        }
    }

    @Test
    void readsABurstOfChangesFewTimes() throws Exception {
        AtomicInteger readings = new AtomicInteger();
        write(directory, "0");
        try (NetworkDirectory watched = NetworkDirectory.builder(directory)
                .check(network -> readings.addAndGet(network.name().equals("0") ? 1 : 0))
                .watch(Duration.ofMillis(500))
                .open()) {
            while (readings.get() < 2) {
                Thread.sleep(5);
            }
            for (int i = 1; i <= 100; i++) {
                write(directory, "n" + i);
            }
            await(watched, networks -> networks.all().size() == 101);
        }
        // One at open, one when the watch began, and then at the end of the burst; one more if the machine stalled.
        assertThat(readings.get()).isLessThanOrEqualTo(5);
    }

    @Test
    void readsDuringABurstThatDoesNotEnd() throws Exception {
        try (NetworkDirectory watched = NetworkDirectory.builder(directory)
                .watch(Duration.ofMillis(200))
                .open()) {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
            int files = 0;
            while (watched.networks().all().isEmpty()) {
                assertThat(System.nanoTime()).isLessThan(end);
                write(directory, "n" + files++ % 10);
                Thread.sleep(20);
            }
        }
    }

    @Test
    void survivesAnOverflow() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        int files = 2000;
        try (WatchService witness = FileSystems.getDefault().newWatchService();
                NetworkDirectory watched = NetworkDirectory.builder(directory)
                        .check(network -> {
                            if (network.name().equals("gate")) {
                                busy.countDown();
                                awaitQuietly(go);
                            }
                        })
                        .watch(QUIET)
                        .open()) {
            WatchKey key = directory.register(witness, StandardWatchEventKinds.ENTRY_CREATE);
            Path gate = write(directory, "gate");
            assertThat(busy.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
            for (int i = 0; i < files; i++) {
                Files.createFile(directory.resolve("not-a-network-" + i));
            }
            write(directory, "late");
            Files.delete(gate);
            assertThat(overflowed(key)).as("the kernel or the JVM lost events").isTrue();
            go.countDown();
            await(watched, has("late"));
            write(directory, "later");
            await(watched, has("late", "later"));
        }
    }

    @Test
    void survivesAnOverflowOnTheWayToTheDirectory() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger readings = new AtomicInteger();
        Path parent = temporary.resolve("etc/cni");
        write(directory, "a");
        write(Files.createDirectory(parent.resolve("next")), "b");
        try (WatchService witness = FileSystems.getDefault().newWatchService();
                NetworkDirectory watched = NetworkDirectory.builder(directory)
                        .check(network -> {
                            readings.incrementAndGet();
                            if (network.name().equals("gate")) {
                                busy.countDown();
                                awaitQuietly(go);
                            }
                        })
                        .watch(QUIET)
                        .open()) {
            WatchKey key = parent.register(witness, StandardWatchEventKinds.ENTRY_CREATE);
            while (readings.get() < 2) {
                Thread.sleep(5);
            }
            // In one step and after the first reading, so that no event of the directory itself is left to tell of what
            // follows.
            Files.move(write(temporary, "gate"), directory.resolve("gate.conflist"), StandardCopyOption.ATOMIC_MOVE);
            assertThat(busy.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
            for (int i = 0; i < 2000; i++) {
                Files.createFile(parent.resolve("something-else-" + i));
            }
            assertThat(overflowed(key)).as("events were lost").isTrue();
            // Only events of the parent tell of this, and it has lost them.
            Files.move(directory, parent.resolve("old"), StandardCopyOption.ATOMIC_MOVE);
            Files.move(parent.resolve("next"), directory, StandardCopyOption.ATOMIC_MOVE);
            go.countDown();
            await(watched, has("b"));
        }
    }

    private static boolean overflowed(WatchKey key) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (System.nanoTime() < end) {
            if (key.pollEvents().stream().map(WatchEvent::kind).anyMatch(StandardWatchEventKinds.OVERFLOW::equals)) {
                return true;
            }
            Thread.sleep(50);
        }
        return false;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void looksAgainWhenAPluginComes() throws Exception {
        Path plugins = temporary.resolve("bin");
        write(directory, "a", "bridge");
        try (NetworkDirectory watched = NetworkDirectory.builder(directory)
                .check(network -> {
                    if (!Files.exists(plugins.resolve("bridge"))) {
                        throw CniException.builder("cni-plugin-not-found", "no bridge")
                                .build();
                    }
                })
                .alsoWatch(List.of(plugins))
                .watch(QUIET)
                .open()) {
            assertThat(watched.networks().all()).isEmpty();
            assertThat(watched.networks().problems())
                    .singleElement()
                    .returns("cni-plugin-not-found", CniException::errorCode)
                    .returns("a", e -> e.network().orElseThrow());
            Files.createDirectory(plugins);
            Files.createFile(plugins.resolve("bridge"));
            await(watched, has("a"));
        }
    }

    @Test
    void waitsWithAReloadForThoseWhoUseTheNetworks() throws Exception {
        write(directory, "a");
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (NetworkDirectory opened = NetworkDirectory.builder(directory).open()) {
            Future<Networks> reload;
            try (NetworkDirectory.Use use = opened.use()) {
                write(directory, "b");
                reload = executor.submit(opened::reload);
                assertThatThrownBy(() -> reload.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
                // Nested, although somebody waits to write.
                try (NetworkDirectory.Use nested = opened.use()) {
                    assertThat(nested.networks()).isSameAs(use.networks()).matches(has("a"));
                }
                assertThat(opened.networks()).matches(has("a"));
            }
            assertThat(reload.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).matches(has("a", "b"));
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void waitsWithAReloadForOperationsOfAClient() throws Exception {
        FakePlugin plugin = FakePlugin.install("slow", temporary)
                .on("ADD", "while [ ! -e $state/go ]; do sleep 0.05; done; echo '" + FakePlugin.RESULT + "'");
        write(directory, "a", "slow");
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try (NetworkDirectory opened = NetworkDirectory.builder(directory).open();
                CniClient client = CniClient.builder()
                        .networks(opened)
                        .pluginPath(List.of(plugin.bin()))
                        .cacheDirectory(temporary.resolve("cache"))
                        .build()) {
            Future<CniResult> add = executor.submit(() -> client.add(
                    opened.networks().get("a"),
                    Attachment.builder("c0ffee", Path.of("/proc/self/ns/net")).build()));
            while (plugin.log().isEmpty()) {
                Thread.sleep(5);
            }
            write(directory, "b");
            Future<Networks> reload = executor.submit(opened::reload);
            assertThatThrownBy(() -> reload.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            Files.createFile(plugin.state().resolve("go"));
            assertThat(reload.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).matches(has("a", "b"));
            assertThat(add.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).ips()).hasSize(1);
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void refusesToWaitForItself() throws IOException {
        try (NetworkDirectory opened = NetworkDirectory.builder(directory).open();
                NetworkDirectory.Use use = opened.use()) {
            assertThatThrownBy(opened::reload).isInstanceOf(IllegalStateException.class);
            use.close();
            use.close();
            assertThat(opened.reload().all()).isEmpty();
        }
    }

    @Test
    void tellsListenersAndOutlivesThoseThatThrow() throws Exception {
        AtomicInteger told = new AtomicInteger();
        try (NetworkDirectory watched = NetworkDirectory.builder(directory)
                .onChange(networks -> {
                    told.incrementAndGet();
                    throw new IllegalArgumentException("a listener's own fault");
                })
                .watch(QUIET)
                .open()) {
            write(directory, "a");
            await(watched, has("a"));
            write(directory, "b");
            await(watched, has("a", "b"));
            assertThat(told.get()).isPositive();
        }
    }

    @Test
    void endsItsThreadWhenClosed() {
        NetworkDirectory watched = watched();
        watched.close();
        watched.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("podnet-cni-watch");
        assertThat(watched.networks().all()).isEmpty();
    }
}
