// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netns;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.e2e.shared.Seed;
import io.podnet.netns.Namespaces;
import io.podnet.netns.NetnsName;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Place;
import io.podnet.testkit.TestProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other JVMs that create namespaces: at the same time, and killed in the middle of it. */
@OnPrivateHost
@Timeout(300)
class CrashTest {
    private static final Path DIRECTORY = Path.of("/run/netns");

    private static TestProcess start(String backend, String mode) {
        return Place.host()
                .command(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Creator.class.getName(),
                        backend,
                        mode)
                .start();
    }

    /** Each name goes to one of the two, and both get through all names. */
    @ParameterizedTest
    @ValueSource(strings = {"jnr", "nsenter"})
    void twoProcessesRaceForNames(String backend) throws Exception {
        Path go = Path.of("/run/go");
        List<String> won = new ArrayList<>();
        try (TestProcess one = start(backend, go.toString());
                TestProcess two = start(backend, go.toString())) {
            one.awaitOutput(text -> text.contains("ready"), Duration.ofSeconds(60));
            two.awaitOutput(text -> text.contains("ready"), Duration.ofSeconds(60));
            Files.createFile(go);
            for (TestProcess each : List.of(one, two)) {
                won.addAll(each.await(Duration.ofSeconds(120)).succeeded().lines());
            }
        } finally {
            Files.deleteIfExists(go);
        }
        won.removeIf(line -> line.equals("ready"));

        assertThat(won).containsExactlyInAnyOrderElementsOf(Creator.names());
        try (Namespaces namespaces = Namespaces.builder().backend(backend).open()) {
            assertThat(namespaces.list()).hasSize(Creator.names().size() + 1); // and the outside
            Creator.names()
                    .forEach(name ->
                            assertThat(namespaces.remove(NetnsName.of(name))).isTrue());
        }
    }

    /** Whatever a killed process leaves, removing the name takes away. */
    @ParameterizedTest
    @ValueSource(strings = {"jnr", "nsenter"})
    void whatAKilledProcessLeavesIsRemoved(String backend) throws Exception {
        long seed = Seed.take();
        Random random = new Random(seed);
        for (int round = 0; round < 3; round++) {
            try (TestProcess process = start(backend, "forever")) {
                process.awaitOutput(text -> text.contains("ready"), Duration.ofSeconds(60));
                Thread.sleep(100 + random.nextInt(400));
            } // killed by signal 9, its children too
            try (Namespaces namespaces = Namespaces.builder().backend(backend).open()) {
                for (String left : leftovers()) {
                    assertThat(namespaces.remove(NetnsName.of(left))).as(left).isTrue();
                }
                assertThat(leftovers()).isEmpty();
                namespaces.create(NetnsName.of("afterwards")).close();
                assertThat(namespaces.remove(NetnsName.of("afterwards"))).isTrue();
            }
        }
    }

    private static List<String> leftovers() throws Exception {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("outside"))
                    .toList();
        }
    }
}
