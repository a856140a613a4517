// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.cni.CniVerb;
import io.podnet.cni.nativeplugins.NativePlugins;
import io.podnet.e2e.shared.Seed;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Place;
import io.podnet.testkit.Rounds;
import io.podnet.testkit.TestProcess;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kills a process that publishes and withdraws 20 ports again and again: all of them are there, or none. */
@OnPrivateHost
@LeavesKeptSockets
class KilledFirewallTest {
    private static final int PORTS = 20;

    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void allOfItOrNothing() throws Exception {
        long seed = Seed.take();
        Random random = new Random(seed);
        ChainedPlugin ours = ChainedPlugin.ours(NativePlugins.builder().build());
        for (int round = 0; round < Rounds.of(30); round++) {
            try (TestProcess publisher = Place.host()
                    .command(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Publisher.class.getName())
                    .start()) {
                publisher.awaitOutput(said -> said.contains("published"), Duration.ofSeconds(60));
                Thread.sleep(random.nextInt(50));
                publisher.signal("KILL");
                publisher.await(Duration.ofSeconds(10));
            }

            List<String> elements = elements();
            // An address and its mark for SNAT besides, if there is anything.
            assertThat(elements.size()).as("seed %d: %s", seed, elements).isIn(0, PORTS + 2);
            // The next process does what the dead one could not do, and what it left is in nobody's way.
            ours.call(CniVerb.ADD, "portmap", "killed", "/run/netns/outside", config())
                    .succeeded();
            assertThat(elements()).hasSize(PORTS + 2);
            ours.call(CniVerb.DEL, "portmap", "killed", "", config()).succeeded();
            assertThat(elements()).isEmpty();
        }
        ours.call(
                        CniVerb.GC,
                        "portmap",
                        "",
                        "",
                        "{\"cniVersion\":\"1.1.0\",\"name\":\"net\",\"type\":\"portmap\",\"cni.dev/valid-attachments\":[]}")
                .succeeded();
    }

    private static List<String> elements() {
        return Place.host()
                .run("nft", "list", "table", "inet", "podnet")
                .stdout()
                .replaceAll(",\\s+", "\n")
                .lines()
                .filter(line -> line.contains("comment \""))
                .toList();
    }

    private static String config() {
        StringBuilder mappings = new StringBuilder();
        for (int i = 0; i < PORTS; i++) {
            mappings.append(i == 0 ? "" : ",")
                    .append("{\"hostPort\":")
                    .append(8000 + i)
                    .append(",\"containerPort\":80,\"protocol\":\"tcp\"}");
        }
        return "{\"cniVersion\":\"1.0.0\",\"name\":\"net\",\"type\":\"portmap\",\"runtimeConfig\":{\"portMappings\":["
                + mappings + "]},\"prevResult\":{\"cniVersion\":\"1.0.0\",\"ips\":[{\"address\":\"10.88.0.2/16\"}]}}";
    }

    /** Runs in a process of its own. */
    static final class Publisher {
        private Publisher() {}

        public static void main(String[] args) throws Exception {
            ChainedPlugin ours = ChainedPlugin.ours(NativePlugins.builder().build());
            for (int i = 0; i < 100_000; i++) {
                ours.call(CniVerb.ADD, "portmap", "killed", "/run/netns/outside", config())
                        .succeeded();
                if (i == 0) {
                    System.out.println("published");
                }
                ours.call(CniVerb.DEL, "portmap", "killed", "/run/netns/outside", config())
                        .succeeded();
            }
        }
    }
}
