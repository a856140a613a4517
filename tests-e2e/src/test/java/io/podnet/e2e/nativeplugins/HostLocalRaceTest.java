// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.testkit.Place;
import io.podnet.testkit.Rounds;
import io.podnet.testkit.TestCommand;
import io.podnet.testkit.TestProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two JVMs and the reference plugin lease from the same ranges at once: no address goes to two. */
@LeavesNativeMarks
@Timeout(600)
class HostLocalRaceTest {
    private static final Path LEASES = Path.of("/var/lib/cni/networks/race");
    private static final Path GO = Path.of("/run/go");

    @BeforeEach
    void makeNamespace() {
        Plugins.namespace("race");
    }

    @AfterEach
    void clear() throws Exception {
        Plugins.remove("race");
        Files.deleteIfExists(GO);
        try (Stream<Path> files = Files.list(LEASES)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static TestProcess racer(String prefix, int count) {
        return Place.host()
                .command(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LeaseRacer.class.getName(),
                        prefix,
                        String.valueOf(count),
                        GO.toString())
                .start();
    }

    /** The same by the executable, one process a lease. */
    private static TestProcess reference(int count) {
        String script = "while [ ! -e " + GO + " ]; do sleep 0.01; done; i=0; while [ $i -lt " + count + " ]; do "
                + "printf '%s' \"$CONFIG\" | CNI_CONTAINERID=ref$i CNI_COMMAND=ADD /usr/lib/cni/host-local || exit 1; "
                + "i=$((i+1)); done";
        TestCommand command = Place.host().command("sh", "-c", script);
        Map.of(
                        "CONFIG",
                        LeaseRacer.CONFIG,
                        "CNI_NETNS",
                        "/run/netns/race",
                        "CNI_IFNAME",
                        "eth0",
                        "CNI_PATH",
                        "/usr/lib/cni")
                .forEach(command::environment);
        return command.start();
    }

    @Test
    void noAddressGoesToTwo() throws Exception {
        int each = Rounds.of(4800);
        int byProcess = Rounds.of(400);
        List<String> owned = new ArrayList<>();
        try (TestProcess one = racer("one", each);
                TestProcess two = racer("two", each);
                TestProcess three = reference(byProcess)) {
            one.awaitOutput(text -> text.contains("ready"), Duration.ofSeconds(60));
            two.awaitOutput(text -> text.contains("ready"), Duration.ofSeconds(60));
            Files.createFile(GO);
            one.await(Duration.ofSeconds(300)).succeeded();
            two.await(Duration.ofSeconds(300)).succeeded();
            three.await(Duration.ofSeconds(300)).succeeded();
        }
        // Files cannot hold two owners: an address that was given twice shows as an owner without one.
        Map<String, Integer> byOwner = new HashMap<>();
        try (Stream<Path> files = Files.list(LEASES)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith("10.") || name.startsWith("fd64:")) {
                    byOwner.merge(Files.readString(file), 1, Integer::sum);
                    owned.add(name);
                }
            }
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            if (i % 5 != 4) {
                expected.add("one" + i + "\r\neth0");
                expected.add("two" + i + "\r\neth0");
            }
        }
        for (int i = 0; i < byProcess; i++) {
            expected.add("ref" + i + "\r\neth0");
        }
        assertThat(byOwner.keySet()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(byOwner.values()).containsOnly(2);
        assertThat(owned).doesNotContain("10.64.0.0", "10.64.0.1", "10.64.255.255", "fd64::1");
    }
}
