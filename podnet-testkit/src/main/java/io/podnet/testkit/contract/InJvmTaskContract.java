// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.netns.Feature;
import io.podnet.netns.LinkName;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsExecutor;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How a {@link io.podnet.netns.spi.NamespaceBackend} with {@link Feature#TASKS} runs code of this JVM inside namespaces; a
 * backend's test extends it.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Tag("contract")
public abstract class InJvmTaskContract extends NamespaceFixture {
    private static final Path HERE = Path.of("/proc/thread-self/ns/net");

    private Netns blue;

    /** For subclasses. */
    protected InJvmTaskContract() {}

    @BeforeEach
    void create() {
        namespaces.require(Feature.TASKS);
        blue = namespaces.createAnonymous();
    }

    @AfterEach
    void close() {
        blue.close();
        assertNoThreadOutside();
    }

    private static String here() throws IOException {
        return Files.readSymbolicLink(HERE).toString();
    }

    /**
     * A thread that was left behind would keep its namespace alive, and surprise whoever gets it next. The kernel takes a
     * moment to end one after Java says that it has ended.
     */
    private static void assertNoThreadOutside() {
        long deadline = System.nanoTime() + 5_000_000_000L;
        while (!threadsOutside().isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(threadsOutside())
                .as("threads in other namespaces than the JVM's")
                .hasSize(0);
    }

    private static Set<String> threadsOutside() {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            Path jvm = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
            return threads.filter(thread -> {
                        try {
                            return !Files.readSymbolicLink(thread.resolve("ns/net"))
                                    .equals(jvm);
                        } catch (IOException e) {
                            return false; // gone
                        }
                    })
                    .map(Path::toString)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aTaskRunsInsideAndTheCallerStaysOutside() throws Exception {
        String before = here();

        assertThat(blue.call(InJvmTaskContract::here)).isEqualTo(blue.identity().toString());

        assertThat(here()).isEqualTo(before);
        assertNoThreadOutside();
    }

    @Test
    void whatATaskThrowsIsThrownAsItIs() {
        FileNotFoundException checked = new FileNotFoundException("x");
        AssertionError error = new AssertionError("y");

        assertThatThrownBy(() -> blue.call(() -> {
                    throw checked;
                }))
                .isSameAs(checked);
        assertThatThrownBy(() -> blue.run(() -> {
                    throw error;
                }))
                .isSameAs(error);
        assertNoThreadOutside();
    }

    @Test
    void aSocketThatATaskOpenedBelongsToTheNamespaceForGood() throws Exception {
        blue.links().up(LinkName.LOOPBACK);
        try (ServerSocket server = blue.call(() -> new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))) {
            assertThatThrownBy(() -> new Socket(server.getInetAddress(), server.getLocalPort()).close())
                    .as("from outside")
                    .isInstanceOf(IOException.class);
            try (Socket client = blue.call(() -> new Socket(server.getInetAddress(), server.getLocalPort()));
                    Socket accepted = server.accept()) {
                accepted.getOutputStream().write(7);
                assertThat(client.getInputStream().read()).isEqualTo(7);
            }
        }
    }

    @Test
    void tasksNest() throws Exception {
        try (Netns green = namespaces.createAnonymous();
                Netns host = namespaces.current()) {
            List<String> path =
                    blue.call(() -> List.of(here(), green.call(() -> here()), host.call(() -> here()), here()));

            assertThat(path)
                    .containsExactly(
                            blue.identity().toString(),
                            green.identity().toString(),
                            host.identity().toString(),
                            blue.identity().toString());
        }
    }

    @Test
    void currentMeansTheNamespaceOfTheTasksThread() {
        try (Netns current = blue.call(() -> namespaces.current())) {
            assertThat(current.identity()).isEqualTo(blue.identity());
        }
    }

    @Test
    void anInterruptionReachesTheTaskAndStaysWithTheCaller() {
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread caller = Thread.currentThread();
        blue.run(() -> {
            caller.interrupt();
            try {
                Thread.sleep(20_000);
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });

        assertThat(Thread.interrupted()).as("the caller").isTrue();
        assertThat(interrupted).as("the task").isTrue();
    }

    /** The JVM's "process reaper" would be born where the process is started from, and stay. */
    @Test
    void aProcessThatATaskStartsLeavesNoThreadBehind() throws Exception {
        try (Netns green = namespaces.createAnonymous()) {
            String where = blue.call(() -> asSeenInside(green));

            assertThat(where).isEqualTo(green.identity().toString());
            assertNoThreadOutside();
        }
    }

    @Test
    void linksAndNamespacesAreAtHandInsideToo() {
        try (Netns green = blue.call(() -> namespaces.createAnonymous())) {
            blue.run(() -> blue.links().createVeth(LinkName.of("one"), green, LinkName.of("two")));

            assertThat(green.links().find(LinkName.of("two"))).isPresent();
            assertThat(blue.links().find(LinkName.of("one"))).isPresent();
        }
    }

    @Test
    void anExecutorsThreadsAreAllInside() throws Exception {
        CyclicBarrier all = new CyclicBarrier(3);
        Callable<String> task = () -> {
            all.await(20, TimeUnit.SECONDS);
            return here();
        };
        try (NetnsExecutor executor = blue.executor(3)) {
            for (Future<String> each : executor.invokeAll(List.of(task, task, task))) {
                assertThat(each.get()).isEqualTo(blue.identity().toString());
            }
        }
        assertNoThreadOutside();
    }

    @Test
    void anExecutorOutlivesFailuresAndItsHandle() throws Exception {
        try (NetnsExecutor executor = blue.executor(1)) {
            blue.close();
            Thread thread = executor.submit(Thread::currentThread).get();
            thread.setUncaughtExceptionHandler((which, failure) -> {});
            executor.execute(() -> {
                throw new IllegalStateException("the thread must survive this");
            });

            assertThatThrownBy(() -> executor.submit(() -> {
                                throw new IOException("x");
                            })
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IOException.class);
            assertThat(executor.submit(InJvmTaskContract::here).get())
                    .isEqualTo(blue.identity().toString());
            assertThat(executor.submit(Thread::currentThread).get()).isSameAs(thread);
        }
    }

    @Test
    void aClosedExecutorTakesNothing() {
        NetnsExecutor executor = blue.executor(1);
        executor.close();
        executor.close();

        assertThat(executor.isTerminated()).isTrue();
        assertThatThrownBy(() -> executor.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void anExecutorsLeftTasksAreGivenBack() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Runnable waiting = () -> {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                return;
            }
        };
        Runnable left = () -> {};
        try (NetnsExecutor executor = blue.executor(1)) {
            executor.execute(waiting);
            executor.execute(left);
            begun.await();

            assertThat(executor.shutdownNow()).containsExactly(left);
        }
    }

    @Test
    void anExecutorNeedsThreads() {
        assertThatThrownBy(() -> blue.executor(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aClosedHandleRunsNothing() {
        blue.close();

        assertThatThrownBy(() -> blue.call(InJvmTaskContract::here)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> blue.executor(1)).isInstanceOf(IllegalStateException.class);
    }
}
