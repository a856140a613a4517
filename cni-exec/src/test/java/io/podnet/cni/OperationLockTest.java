// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who waits for whom, among threads and processes. */
class OperationLockTest extends ClientFixture {
    private static final String NETWORK =
            "{\"name\":\"net\",\"cniVersion\":\"1.1.0\",\"plugins\":[{\"type\":\"noop\"}]}";

    private final NetworkConfigList network = NetworkConfigList.parse(NETWORK);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private FakePlugin noop;

    @BeforeEach
    void install() {
        noop = install("noop");
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    // mkdir is atomic: it fails if another plugin of the same container is at work.
    private void complainAboutCompanyOf(String name) {
        String mark = noop.state() + "/at-work-" + name;
        String script = "mkdir " + mark + " 2> /dev/null || { echo '{\"msg\":\"not alone\"}'; exit 1; }\n"
                + "sleep 0.03\nrmdir " + mark + "\n";
        noop.on("ADD", script + "echo '" + FakePlugin.RESULT + "'");
        noop.on("DEL", script);
        noop.on("CHECK", script);
        noop.on("GC", script);
    }

    private static Attachment attachment(String id, String ifName) {
        return Attachment.builder(id, LIVE).ifName(ifName).build();
    }

    private void use(CniClient cni, String id, String ifName) {
        for (int i = 0; i < 4; i++) {
            cni.add(network, attachment(id, ifName));
            cni.check(network, attachment(id, ifName));
            cni.delete(network, attachment(id, ifName));
        }
    }

    @Test
    void operationsOnOneContainerFollowOneAnother() throws Exception {
        complainAboutCompanyOf("$CNI_CONTAINERID");
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String ifName = "eth" + i;
            // Clients of their own, as other parts of a program may have.
            all.add(CompletableFuture.runAsync(() -> use(improved(), "same", ifName), threads));
        }
        Process other = OtherProcess.start(directory, "ADD", NETWORK, "same", "other0");
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(100, TimeUnit.SECONDS);
        assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(other.exitValue()).isZero();
        assertThat(noop.log()).hasSize(4 * 4 * 3 + 1);
    }

    @Test
    void containersAreServedInParallel() throws Exception {
        // Each waits for the other to begin, so one after the other would fail.
        noop.on("ADD", """
                touch %1$s/began-$CNI_CONTAINERID
                for i in $(seq 400); do
                  [ -e %1$s/began-one ] && [ -e %1$s/began-two ] && { echo '%2$s'; exit 0; }
                  sleep 0.02
                done
                echo '{"msg":"alone"}'; exit 1
                """.formatted(noop.state(), FakePlugin.RESULT));
        CniClient cni = improved();
        CompletableFuture<CniResult> one =
                CompletableFuture.supplyAsync(() -> cni.add(network, attachment("one", "eth0")), threads);
        CompletableFuture<CniResult> two =
                CompletableFuture.supplyAsync(() -> cni.add(network, attachment("two", "eth0")), threads);
        one.get(60, TimeUnit.SECONDS);
        two.get(60, TimeUnit.SECONDS);
    }

    @Test
    void gcRunsAlone() throws Exception {
        complainAboutCompanyOf("anybody");
        CniClient cni = improved();
        noop.on(
                "ADD",
                "mkdir " + noop.state() + "/at-work-anybody\nsleep 1\nrmdir " + noop.state()
                        + "/at-work-anybody\necho '" + FakePlugin.RESULT + "'");
        CompletableFuture<CniResult> add =
                CompletableFuture.supplyAsync(() -> cni.add(network, attachment("one", "eth0")), threads);
        while (!Files.exists(noop.state().resolve("at-work-anybody"))) {
            Thread.sleep(5);
        }
        Process other = OtherProcess.start(directory, "GC", NETWORK);
        improved().gc(network, Set.of(new AttachmentId("one", "eth0")));
        add.get(30, TimeUnit.SECONDS);
        assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(other.exitValue()).isZero();
        assertThat(noop.log()).startsWith("noop ADD").doesNotContain("noop CHECK");
        assertThat(noop.log().stream().filter("noop GC"::equals)).hasSize(2);
    }

    @Test
    void manyThreadsAndContainersLeaveNothing() throws Exception {
        CniClient cni = improved();
        noop.on("ADD", "echo '" + FakePlugin.RESULT + "'");
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String id = "c" + i;
            all.add(CompletableFuture.runAsync(() -> use(cni, id, "eth0"), threads));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(110, TimeUnit.SECONDS);
        assertThat(cni.attachments()).isEmpty();
        assertThat(noop.log()).hasSize(16 * 4 * 3);
    }
}
