// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.api.Pod;
import io.podnet.api.PodInfo;
import io.podnet.api.PodSpec;
import io.podnet.api.PodState;
import io.podnet.api.Podnet;
import io.podnet.e2e.shared.Seed;
import io.podnet.testkit.Facet;
import io.podnet.testkit.LeavesBehind;
import io.podnet.testkit.Rounds;
import io.podnet.testkit.TestProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads and two processes at once: what they do to one pod is ordered, and each hears what is so. */
@Timeout(600)
@LeavesBehind(
        in = Facet.FIREWALL,
        matching = "host: ip6? (filter (FORWARD: .*jump CNI-FORWARD|CNI-FORWARD: .*jump CNI-ADMIN)"
                + "|nat ((PREROUTING|OUTPUT): .*jump CNI-HOSTPORT-DNAT|POSTROUTING: .*jump CNI-HOSTPORT-MASQ"
                + "|CNI-HOSTPORT-(SETMARK|MASQ): .*)) \\([0-9]+\\)",
        because =
                "the reference plugins look for a rule that all pods share and add it then, so that two that run at once"
                        + " both add it; who matches the first never gets to the second")
class CrowdTest extends PodFixture {
    private static final Duration PATIENCE = Duration.ofSeconds(300);
    private static final int THREADS = 4;

    @Test
    void twoProcessesOfManyThreadsOnTwoPods() throws Exception {
        long seed = Seed.take();
        int rounds = Rounds.of(150);
        try (TestProcess other = host.command(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Crowd.class.getName(),
                        config.toString(),
                        Long.toString(seed + THREADS),
                        Integer.toString(THREADS),
                        Integer.toString(rounds))
                .start()) {
            assertThat(Crowd.work(podnet, seed, THREADS, rounds)).isEmpty();
            assertThat(other.await(PATIENCE).exit()).as(other.stderr()).isZero();
            assertThat(other.stdout()).isEqualTo("done\n");
        }
        assertThat(podnet.recover().isEmpty()).as("nothing is left half-way").isTrue();
        for (PodInfo each : podnet.pods()) {
            Pod pod = podnet.pod(each.id().value());
            if (each.state() == PodState.RUNNING) {
                assertThat(inside(pod, "ip", "-brief", "link").lines())
                        .hasSize(1 + each.attachments().size());
            }
            pod.remove(true);
        }
        assertThat(Agreement.files(Path.of("/var/lib/cni/results"))).isEmpty();
    }

    @Test
    void manyThreadsOnManyPods() throws Exception {
        int pods = Rounds.of(100);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Podnet second = builder().open()) {
            List<Future<PodInfo>> started = new ArrayList<>();
            for (int i = 0; i < pods; i++) {
                Podnet through = i % 2 == 0 ? podnet : second;
                started.add(threads.submit(() -> {
                    Pod pod = through.create(PodSpec.builder().build());
                    pod.start();
                    return pod.info();
                }));
            }
            Set<String> addresses = new HashSet<>();
            for (Future<PodInfo> each : started) {
                assertThat(addresses.add(address(each.get(), "blue")))
                        .as("an address of its own")
                        .isTrue();
            }
            List<Future<?>> removed = new ArrayList<>();
            for (PodInfo each : podnet.pods()) {
                // By two at once: one of them may find that it is gone.
                for (Podnet through : List.of(podnet, second)) {
                    removed.add(threads.submit(() -> {
                        through.pods().stream()
                                .filter(pod -> pod.id().equals(each.id()))
                                .findFirst()
                                .ifPresent(pod -> Crowd.removeIfThere(through, pod.id()));
                    }));
                }
            }
            for (Future<?> each : removed) {
                each.get();
            }
            assertThat(podnet.pods()).isEmpty();
        } finally {
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
