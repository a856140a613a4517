// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.junit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.podnet.junit.ExecResult;
import io.podnet.junit.Host;
import io.podnet.junit.Hosts;
import io.podnet.junit.HostsException;
import io.podnet.testkit.Place;
import io.podnet.testkit.TestProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Processes and threads on hosts, and their end, of their own or with the hosts, or with a JVM that is killed. */
class EndTest {
    @Test
    void commandsRunToTheirEnd() {
        try (Hosts hosts = Hosts.create("alpha")) {
            ExecResult result = hosts.get("alpha").exec("sh", "-c", "echo out; echo err >&2; cat; exit 3");
            assertThat(result.exitStatus()).isEqualTo(3);
            assertThat(result.output()).isEqualTo("out\n");
            assertThat(result.error()).isEqualTo("err\n");
            assertThatExceptionOfType(HostsException.class)
                    .isThrownBy(result::succeeded)
                    .withMessage("sh -c echo out; echo err >&2; cat; exit 3 ended with status 3: err");
        }
    }

    @Test
    void processesAndWhatTheyHaveStartedEndWithTheHosts() throws Exception {
        Process process;
        try (Hosts hosts = Hosts.create("alpha", "beta")) {
            Host alpha = hosts.get("alpha");
            process =
                    alpha.start(new ProcessBuilder("sh", "-c", "trap '' TERM; setsid sleep 1234 & sleep 1235 & wait"));
            Process java = alpha.start(alpha.java(Echo.class, "7000"));
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .untilAsserted(
                            () -> assertThat(ask(hosts.get("beta"), alpha)).isEqualTo("hello"));
            assertThat(java.isAlive()).isTrue();
        }
        assertThat(process.isAlive()).isFalse();
        assertThat(Place.host().run("ps", "-e", "-o", "args").stdout()).doesNotContain("sleep 123");
    }

    private static String ask(Host from, Host to) throws IOException {
        return from.call(() -> {
            try (Socket socket = new Socket(to.ipv4(), 7000)) {
                return new String(socket.getInputStream().readAllBytes(), UTF_8);
            }
        });
    }

    @Test
    void workInTheBackgroundIsInterrupted() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        Future<?> work;
        try (Hosts hosts = Hosts.create("alpha")) {
            work = hosts.get("alpha").background(() -> {
                inside.countDown();
                Thread.sleep(60_000);
            });
            inside.await();
        }
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(work::get)
                .withCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void workThatDoesNotEndIsReportedAndItsHostUnplugged() throws Exception {
        Hosts hosts = Hosts.create("alpha");
        Host alpha = hosts.get("alpha");
        ServerSocket server = alpha.call(() -> new ServerSocket(7000));
        Future<?> work = alpha.background(server::accept);
        await().until(() -> !work.isDone());
        assertThatExceptionOfType(HostsException.class)
                .isThrownBy(hosts::close)
                .withMessageContaining("work in the background of host alpha did not end")
                .withMessageContaining("accept");
        server.close();
        hosts.close();
    }

    /** Nobody is left who could remove anything: it has to go by itself. The leak check looks for what does not. */
    @Test
    void aKilledJvmTakesHostsAndProcessesAlong() throws Exception {
        try (TestProcess victim = Place.host()
                .command(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName())
                .start()) {
            victim.awaitOutput(text -> text.contains("ready"), Duration.ofSeconds(50));
            assertThat(Place.host().run("ps", "-e", "-o", "args").stdout()).contains("sleep 4321");
            ProcessHandle.of(victim.pid()).orElseThrow().destroyForcibly();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(
                                    Place.host().run("ps", "-e", "-o", "args").stdout())
                            .doesNotContain("sleep 4321", "warden of alpha"));
        }
    }

    /** Says hello to whoever connects. */
    static final class Echo {
        private Echo() {}

        public static void main(String[] arguments) throws Exception {
            try (ServerSocket server = new ServerSocket(Integer.parseInt(arguments[0]))) {
                while (true) {
                    try (Socket socket = server.accept()) {
                        socket.getOutputStream().write("hello".getBytes(UTF_8));
                    }
                }
            }
        }
    }

    /** Makes hosts with everything that they can have, and waits to be killed. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            Hosts hosts = Hosts.create("alpha", "beta");
            hosts.startCaptures();
            hosts.get("beta").link().limit(1_000_000);
            hosts.get("beta").link().lose(1);
            hosts.partition(hosts.get("beta"));
            Host alpha = hosts.get("alpha");
            alpha.start(new ProcessBuilder("sh", "-c", "trap '' TERM; setsid sleep 4321 & sleep 4321 & wait"));
            alpha.background(() -> Thread.sleep(60_000));
            System.out.println("ready");
            Thread.sleep(60_000);
        }
    }
}
