// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.api.Pod;
import io.podnet.api.PodInfo;
import io.podnet.api.PodSpec;
import io.podnet.api.RecoveryReport;
import io.podnet.base.PortMapping;
import io.podnet.e2e.shared.Seed;
import io.podnet.testkit.Facet;
import io.podnet.testkit.LeavesBehind;
import io.podnet.testkit.Rounds;
import io.podnet.testkit.TestProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whenever a podnet is killed, recovery leaves pods that run or are stopped, and nothing else; the leak check says so. */
@Timeout(1200)
@LeavesBehind(
        in = Facet.FIREWALL,
        matching = "host: ip6? (filter (FORWARD: .*jump CNI-FORWARD|CNI-FORWARD: .*jump CNI-ADMIN)"
                + "|nat ((PREROUTING|OUTPUT): .*jump CNI-HOSTPORT-DNAT|POSTROUTING: .*jump CNI-HOSTPORT-MASQ"
                + "|CNI-HOSTPORT-(SETMARK|MASQ): .*)) \\([0-9]+\\)",
        because =
                "the reference plugins look for a rule that all pods share and add it then, so that two that run at once"
                        + " both add it; who matches the first never gets to the second")
class CrashTest extends PodFixture {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private TestProcess worker(String name, int port, String mode, String... properties) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData"));
        command.addAll(List.of(properties));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName(),
                config.toString(),
                name,
                Integer.toString(port),
                mode));
        return host.command(command.toArray(String[]::new)).start();
    }

    /** All that a killed worker left goes, also the records; every address and every port can be had again. */
    private void recover() throws Exception {
        RecoveryReport dry = podnet.recover(true);
        RecoveryReport report = podnet.recover();
        assertThat(report.failures()).isEmpty();
        assertThat(report.stopped()).isEqualTo(dry.stopped());
        assertThat(report.finished()).isEqualTo(dry.finished());
        for (PodInfo each : podnet.pods()) {
            Pod pod = podnet.pod(each.id().value());
            // What recovery let run does run.
            each.netns()
                    .ifPresent(netns -> assertThat(
                                    inside(pod, "ip", "-brief", "link").stdout())
                            .contains("lo "));
            pod.remove(true);
        }
        assertThat(podnet.recover().isEmpty()).isTrue();
        assertThat(files("networks/blue")).noneMatch(name -> name.startsWith("10."));
        assertThat(files("networks/green")).noneMatch(name -> name.startsWith("10."));
        assertThat(files("results")).isEmpty();
    }

    private static List<String> files(String directory) throws Exception {
        Path path = Path.of("/var/lib/cni", directory);
        if (!Files.exists(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.map(each -> each.getFileName().toString()).toList();
        }
    }

    /** A tenth of the boundaries in turn, or all of them. */
    @Test
    void atEveryWriteOfARecord() throws Exception {
        int step = 30 / Rounds.of(30);
        int halted = 0;
        for (int writes = 1 + new Random(Seed.take()).nextInt(step); ; writes += step) {
            try (TestProcess worker = worker(
                    "halts",
                    8081,
                    "once",
                    "-Dpodnet.api.store=" + HaltingStoreProvider.NAME,
                    "-D" + HaltingStoreProvider.PROPERTY + "=" + writes)) {
                int status = worker.await(PATIENCE).exit();
                recover();
                if (status == 0) {
                    break;
                }
                assertThat(status)
                        .as("after %s writes: %s", writes, worker.stderr())
                        .isEqualTo(HaltingStoreProvider.STATUS);
                halted++;
            }
        }
        assertThat(halted).isPositive();
    }

    @Test
    void atRandomMomentsOfTwoProcesses() throws Exception {
        long seed = Seed.take();
        Random random = new Random(seed);
        for (int round = Rounds.of(200); round > 0; round--) {
            try (TestProcess one = worker("one", 8081, "forever");
                    TestProcess two = worker("two", 8082, "forever")) {
                one.awaitOutput(text -> text.contains("ready"), PATIENCE);
                two.awaitOutput(text -> text.contains("ready"), PATIENCE);
                Thread.sleep(random.nextInt(1500));
                one.signal("KILL");
                Thread.sleep(random.nextInt(200));
            } // the second one is killed here
            recover();
        }
        Pod pod = started(PodSpec.builder().publish(PortMapping.tcp(8081, 80)).publish(PortMapping.tcp(8082, 81)));
        pod.remove();
    }
}
