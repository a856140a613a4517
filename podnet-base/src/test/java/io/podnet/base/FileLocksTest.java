// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileLocksTest {
    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Takes a lock, says so, and holds it until its standard input ends; meanwhile a thread may wait for another. */
    static final class Holder {
        public static void main(String[] args) throws Exception {
            Path file = Path.of(args[1]);
            try (FileLocks.Held held = args[0].equals("shared") ? FileLocks.shared(file) : FileLocks.exclusive(file)) {
                if (args.length > 2) {
                    Thread waiter = new Thread(() -> takeAndRelease(Path.of(args[2])));
                    waiter.setDaemon(true);
                    waiter.start();
                    Thread.sleep(300);
                }
                System.out.println("held");
                while (System.in.read() >= 0) {
                    // Wait for the end.
                }
            }
        }
    }

    private record Other(Process process) implements AutoCloseable {
        boolean holds() throws IOException {
            String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            return "held".equals(line);
        }

        @Override
        public void close() throws Exception {
            process.getOutputStream().close();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private Other otherJvm(String mode, Path... files) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-cp"));
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String modules = System.getProperty("jdk.module.path", "");
        Path tests = Path.of("target/test-classes").toAbsolutePath();
        Path main = Path.of("target/classes").toAbsolutePath();
        command.add(String.join(":", tests.toString(), main.toString(), path, modules));
        command.addAll(List.of(Holder.class.getName(), mode));
        for (Path file : files) {
            command.add(file.toString());
        }
        return new Other(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    @Test
    void excludesOtherThreads() throws Exception {
        Path file = directory.resolve("lock");
        AtomicInteger inside = new AtomicInteger();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(CompletableFuture.runAsync(
                    () -> {
                        for (int round = 0; round < 200; round++) {
                            try (FileLocks.Held held = FileLocks.exclusive(file)) {
                                assertThat(inside.incrementAndGet()).isOne();
                                inside.decrementAndGet();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        }
                    },
                    threads));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(50, TimeUnit.SECONDS);
    }

    @Test
    void aFileThatSomebodyRemovesMeanwhileIsMadeAgain() throws Exception {
        Path file = directory.resolve("lock");
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> remover = CompletableFuture.runAsync(
                () -> {
                    while (!done.get()) {
                        try {
                            Files.deleteIfExists(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                },
                threads);
        for (int round = 0; round < 2000; round++) {
            FileLocks.exclusive(file).close();
        }
        done.set(true);
        remover.get(10, TimeUnit.SECONDS);
    }

    @Test
    void letsSharersInTogether() throws Exception {
        Path file = directory.resolve("lock");
        CountDownLatch both = new CountDownLatch(2);
        List<CompletableFuture<Boolean>> sharers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            sharers.add(CompletableFuture.supplyAsync(
                    () -> {
                        try (FileLocks.Held held = FileLocks.shared(file)) {
                            both.countDown();
                            return both.await(10, TimeUnit.SECONDS);
                        } catch (IOException | InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    threads));
        }
        for (CompletableFuture<Boolean> sharer : sharers) {
            assertThat(sharer.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void excludesOtherProcessesUntilTheyLetGo() throws Exception {
        Path file = directory.resolve("lock");
        CompletableFuture<Void> mine;
        try (Other other = otherJvm("exclusive", file)) {
            assertThat(other.holds()).isTrue();
            mine = CompletableFuture.runAsync(() -> takeAndRelease(file), threads);
            Thread.sleep(Duration.ofMillis(200).toMillis());
            assertThat(mine).isNotDone();
        }
        mine.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aKilledProcessHoldsNothing() throws Exception {
        Path file = directory.resolve("lock");
        Other other = otherJvm("exclusive", file);
        assertThat(other.holds()).isTrue();
        other.process().destroyForcibly();
        takeAndRelease(file);
    }

    @Test
    void sharesWithOtherProcesses() throws Exception {
        Path file = directory.resolve("lock");
        try (Other other = otherJvm("shared", file)) {
            assertThat(other.holds()).isTrue();
            FileLocks.shared(file).close();
        }
    }

    @Test
    void releasingOneSharerKeepsTheFileLockedForTheOther() throws Exception {
        Path file = directory.resolve("lock");
        CompletableFuture<FileLocks.Held> second = new CompletableFuture<>();
        CountDownLatch release = new CountDownLatch(1);
        FileLocks.Held first = FileLocks.shared(file);
        CompletableFuture<Void> sharer = CompletableFuture.runAsync(
                () -> {
                    try (FileLocks.Held held = FileLocks.shared(file)) {
                        second.complete(held);
                        release.await();
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);
        second.get(10, TimeUnit.SECONDS);
        first.close();
        try (Other other = otherJvm("exclusive", file)) {
            CompletableFuture<Boolean> held = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return other.holds();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    threads);
            Thread.sleep(600);
            assertThat(held).isNotDone();
            release.countDown();
            assertThat(held.get(10, TimeUnit.SECONDS)).isTrue();
        }
        sharer.get(10, TimeUnit.SECONDS);
    }

    @Test
    void locksTheNewFileWhenTheOldOneWasReplacedMeanwhile() throws Exception {
        Path file = directory.resolve("lock");
        CompletableFuture<FileLocks.Held> mine;
        CompletableFuture<Void> done = new CompletableFuture<>();
        try (Other other = otherJvm("exclusive", file)) {
            assertThat(other.holds()).isTrue();
            mine = new CompletableFuture<>();
            threads.execute(() -> {
                try (FileLocks.Held held = FileLocks.exclusive(file)) {
                    mine.complete(held);
                    done.join();
                } catch (IOException e) {
                    mine.completeExceptionally(e);
                }
            });
            Thread.sleep(200);
            Files.delete(file);
        }
        mine.get(10, TimeUnit.SECONDS);
        assertThat(file).exists();
        try (Other late = otherJvm("exclusive", file)) {
            CompletableFuture<Boolean> held = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return late.holds();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    threads);
            Thread.sleep(600);
            assertThat(held).isNotDone();
            done.complete(null);
            assertThat(held.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** The kernel would call this a deadlock (EDEADLK): it sees two processes, not the four threads. */
    @Test
    void waitsThoughTwoProcessesAwaitEachOther() throws Exception {
        Path mine = directory.resolve("mine");
        Path theirs = directory.resolve("theirs");
        CompletableFuture<Void> waiting;
        FileLocks.Held held = FileLocks.exclusive(mine);
        try (Other other = otherJvm("exclusive", theirs, mine)) {
            assertThat(other.holds()).isTrue();
            waiting = CompletableFuture.runAsync(() -> takeAndRelease(theirs), threads);
            Thread.sleep(300);
            assertThat(waiting).isNotDone();
        }
        held.close();
        waiting.get(10, TimeUnit.SECONDS);
    }

    private static void takeAndRelease(Path file) {
        try {
            FileLocks.exclusive(file).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void triesWithoutWaiting() throws Exception {
        Path file = directory.resolve("lock");
        try (FileLocks.Held held = FileLocks.tryExclusive(file).orElseThrow()) {
            CompletableFuture<Boolean> other = new CompletableFuture<>();
            threads.execute(() -> other.complete(tries(file)));
            assertThat(other.get(10, TimeUnit.SECONDS)).as("another thread").isFalse();
        }
        assertThat(tries(file)).as("after it was released").isTrue();
        try (Other holder = otherJvm("exclusive", file)) {
            assertThat(holder.holds()).isTrue();
            assertThat(tries(file)).as("while another process holds it").isFalse();
        }
        assertThat(tries(file)).as("after the process ended").isTrue();
        try (FileLocks.Held held = FileLocks.shared(file)) {
            assertThat(tries(file)).as("while it is shared").isFalse();
        }
    }

    private static boolean tries(Path file) {
        try {
            var lock = FileLocks.tryExclusive(file);
            lock.ifPresent(FileLocks.Held::close);
            return lock.isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
