package io.podnet.e2e.nativeplugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.cni.Attachment;
import io.podnet.cni.CniClient;
import io.podnet.cni.NetworkConfigList;
import io.podnet.testkit.CommandResult;
import io.podnet.testkit.Place;
import io.podnet.testkit.Rounds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs that die before one message to the kernel or another: what they leave, DEL takes away, and ADD works again. */
@LeavesNativeMarks
@Timeout(600)
class CrashTest {
    private static final Path LEASES = Path.of("/var/lib/cni/networks/crash");
    private static final String IPAM = "\"ipam\":{\"type\":\"host-local\",\"ranges\":[[{\"subnet\":\"10.4.0.0/24\"}],"
            + "[{\"subnet\":\"fd04::/64\"}]],\"routes\":[{\"dst\":\"0.0.0.0/0\"}]}";

    /** More than the steps of any verb. */
    private static final int MOST_STEPS = 40;

    private final Attachment attachment =
            Attachment.builder("victim", Plugins.file("crash")).build();

    @BeforeEach
    void makeNamespace() {
        Plugins.namespace("crash");
    }

    @AfterEach
    void clear() {
        Plugins.remove("crash");
        Place.host().run("ip", "link", "delete", "cni4");
        Place.host().run("sysctl", "-qw", "net.ipv4.ip_forward=0", "net.ipv6.conf.all.forwarding=0");
    }

    private static String config(String plugin) {
        return "{\"cniVersion\":\"1.0.0\",\"name\":\"crash\",\"plugins\":[{" + plugin + "," + IPAM + "}]}";
    }

    private static CommandResult die(String verb, String config, int step) {
        return Place.host()
                .command(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        verb,
                        config,
                        String.valueOf(step))
                .deadline(Duration.ofSeconds(60))
                .run();
    }

    private static void assertNothingIsLeft(String when) throws Exception {
        try (Stream<Path> files = Files.list(LEASES)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.startsWith("10.") || name.startsWith("fd")))
                    .as(when)
                    .isEmpty();
        }
        assertThat(Place.host().run("ip", "-brief", "link").stdout()).as(when).doesNotContain("veth");
        assertThat(Place.inNamespace(Plugins.file("crash"))
                        .run("ip", "-brief", "link")
                        .stdout())
                .as(when)
                .doesNotContain("eth0");
    }

    /** In the long run before every step; otherwise before some, which the seed decides. */
    private static List<Integer> steps(String config, int some) {
        int steps = die("ADD", config, MOST_STEPS).succeeded().lines().size();
        long seed = System.nanoTime();
        System.out.println("seed " + seed + ", " + steps + " steps");
        int rounds = Rounds.of(10 * some);
        return rounds >= steps
                ? Stream.iterate(0, step -> step + 1).limit(steps).toList()
                : new Random(seed)
                        .ints(0, steps)
                        .distinct()
                        .limit(rounds)
                        .boxed()
                        .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"type\":\"bridge\",\"bridge\":\"cni4\",\"isGateway\":true,\"hairpinMode\":true",
                "\"type\":\"ptp\""
            })
    void delRemovesWhatADeadAddHasLeft(String plugin) throws Exception {
        String config = config(plugin);
        NetworkConfigList network = NetworkConfigList.parse(config);
        List<Integer> steps = steps(config, 3);
        try (CniClient cni = Plugins.client("native")) {
            cni.delete(network, attachment);
            for (int step : steps) {
                // So that each ADD takes the same steps: the first one makes the bridge.
                Place.host().run("ip", "link", "delete", "cni4");
                CommandResult dead = die("ADD", config, step);
                assertThat(dead.exit()).as(dead.stderr()).isEqualTo(137);
                String when = "after death before: " + dead.lines().get(step);
                cni.delete(network, attachment);
                assertNothingIsLeft(when);
                cni.add(network, attachment);
                CommandResult deadAgain = die("DEL", config, step % 3);
                cni.delete(network, attachment);
                assertNothingIsLeft("after a DEL that exited with " + deadAgain.exit());
            }
        }
    }
}
