// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.contract;

import io.podnet.base.PortMapping;
import io.podnet.rootless.spi.HelperCommand.Readiness;
import io.podnet.rootless.spi.PreparedStack;
import io.podnet.rootless.spi.StackRequest;
import io.podnet.rootless.spi.UserStack;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Place;
import io.podnet.testkit.PlainUser;
import io.podnet.testkit.TestProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** A user without privileges with a network namespace, and a directory for a stack's files. */
@OnPrivateHost
@Tag("contract")
abstract class StackFixture {
    static final String INTERFACE = "tap0";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static PlainUser user;

    private TestProcess holder;
    private Path directory;

    /**
     * Gives the backend to be tested.
     *
     * @return the stack
     */
    protected abstract UserStack stack();

    @BeforeAll
    static void makeUser() throws IOException {
        user = PlainUser.create("stack-user", 4321);
    }

    @AfterAll
    static void removeUser() {
        Place.host().run("rm", "-rf", "/run/home", "/run/user").succeeded();
    }

    @BeforeEach
    void makeNamespace() throws Exception {
        holder = Place.host()
                .command(
                        "unshare",
                        "--user",
                        "--map-root-user",
                        "--net",
                        "--mount",
                        "--propagation",
                        "slave",
                        "sh",
                        "-c",
                        "ip link set lo up && echo ready && exec sleep 600")
                .as(user)
                .start();
        holder.awaitOutput("ready\n"::equals, PATIENCE);
        directory = user.runtimeDirectory().resolve("stack");
        Place.host()
                .command("mkdir", "-m", "700", directory.toString())
                .as(user)
                .run()
                .succeeded();
    }

    @AfterEach
    void removeNamespace() {
        holder.close();
        Place.host().run("rm", "-rf", directory.toString()).succeeded();
    }

    static PlainUser user() {
        return user;
    }

    Path directory() {
        return directory;
    }

    /** The process whose namespaces are the pod's. */
    long holder() {
        return holder.pid();
    }

    Place inside() {
        return Place.ofProcess(holder.pid());
    }

    StackRequest request(List<String> options, List<PortMapping> ports) {
        return request("stack", options, ports);
    }

    private StackRequest request(String id, List<String> options, List<PortMapping> ports) {
        return new StackRequest(
                OptionalLong.of(holder.pid()),
                Path.of("/proc/" + holder.pid() + "/ns/net"),
                options,
                Optional.of(INTERFACE),
                ports,
                directory,
                id);
    }

    /** Starts the stack and waits until it is ready. */
    RunningStack start(List<String> options, List<PortMapping> ports) {
        RunningStack running = launch("stack", options, ports);
        try {
            running.awaitReady();
            return running;
        } catch (RuntimeException | Error e) {
            running.close();
            throw e;
        }
    }

    /** Starts the stack. */
    RunningStack launch(String id, List<String> options, List<PortMapping> ports) {
        PreparedStack prepared = stack().prepare(request(id, options, ports));
        Path pipe = directory.resolve(id + ".ready");
        // Those of an earlier start.
        delete(pipe);
        prepared.apiSocket().ifPresent(StackFixture::delete);
        if (prepared.command().readiness() instanceof Readiness.PidFile file) {
            delete(file.file());
        }
        List<String> words =
                new ArrayList<>(List.of("sh", "-c", "umask 077; exec 3>\"$0\" && exec \"$@\"", pipe.toString()));
        words.addAll(prepared.command().command());
        TestProcess process =
                Place.host().command(words.toArray(String[]::new)).as(user).start();
        return new RunningStack(prepared, process, pipe);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isReady(Readiness readiness, Path pipe, TestProcess process) {
        return readiness instanceof Readiness.PidFile file
                ? read(file.file()).equals(Long.toString(process.pid()))
                : read(pipe).equals("1");
    }

    static void awaitReady(Readiness readiness, Path pipe, TestProcess process) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady(readiness, pipe, process)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new AssertionError("not ready: " + process.stdout() + process.stderr());
            }
            sleep();
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file).strip() : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * A stack that runs.
     *
     * @param prepared what it said of itself
     * @param process its process
     * @param pipe where descriptor 3 leads to
     */
    record RunningStack(PreparedStack prepared, TestProcess process, Path pipe) implements AutoCloseable {
        boolean isAlive() {
            return process.isAlive();
        }

        boolean isReady() {
            return StackFixture.isReady(prepared.command().readiness(), pipe, process);
        }

        void awaitReady() {
            StackFixture.awaitReady(prepared.command().readiness(), pipe, process);
        }

        int awaitEnd() {
            return process.await(PATIENCE).exit();
        }

        void kill() {
            process.signal("KILL");
            awaitEnd();
        }

        String words() {
            return process.stdout() + process.stderr();
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
