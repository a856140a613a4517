// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.cni.CniClient;
import io.podnet.cni.NetworkConfigList;
import io.podnet.e2e.shared.Seed;
import io.podnet.testkit.CommandResult;
import io.podnet.testkit.Place;
import io.podnet.testkit.Rounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * JVMs that die before one message to the kernel or another, in each plugin: what they leave, DEL takes away, and ADD works
 * again.
 */
@LeavesNativeMarks
@LeavesKeptSockets
@Timeout(900)
class CrashTest {
    private static final String IPAM = "\"ipam\":{\"type\":\"host-local\",\"ranges\":[[{\"subnet\":\"10.4.0.0/24\"}],"
            + "[{\"subnet\":\"fd04::/64\"}]],\"routes\":[{\"dst\":\"0.0.0.0/0\"}]}";

    private static final String BRIDGE = "{\"type\":\"bridge\",\"bridge\":\"cni4\",\"isGateway\":true,\"ipMasq\":true,"
            + "\"hairpinMode\":true," + IPAM + "}";

    /** More than the steps of any verb. */
    private static final int NEVER = 1000;

    private static final int KILLED = 137;

    /** Chains in which each plugin is. */
    enum Chain {
        BRIDGE(CrashTest.BRIDGE),
        PTP("{\"type\":\"ptp\",\"ipMasq\":true," + IPAM + "}"),
        MACVLAN("{\"type\":\"macvlan\",\"master\":\"eth0\"," + IPAM + "}"),
        HOST_DEVICE("{\"type\":\"host-device\",\"device\":\"cnidev4\",\"ipam\":{\"type\":\"static\",\"addresses\":"
                + "[{\"address\":\"10.4.1.2/24\"}]}}"),
        META(CrashTest.BRIDGE + ",{\"type\":\"portmap\",\"snat\":true,\"capabilities\":{\"portMappings\":true}},"
                + "{\"type\":\"firewall\"},{\"type\":\"tuning\",\"sysctl\":{\"net.ipv4.conf.eth0.arp_filter\":\"1\"},"
                + "\"mtu\":1400,\"promisc\":true},{\"type\":\"bandwidth\",\"ingressRate\":8000000,\"ingressBurst\":800000,"
                + "\"egressRate\":8000000,\"egressBurst\":800000}");

        private final String config;

        Chain(String plugins) {
            config = "{\"cniVersion\":\"1.0.0\",\"name\":\"crash\",\"plugins\":[" + plugins + "]}";
        }
    }

    @BeforeEach
    void makeNamespace() {
        Plugins.namespace("crash");
        Place.host()
                .run("ip", "link", "add", "cnidev4", "type", "veth", "peer", "name", "cnidev5")
                .succeeded();
    }

    @AfterEach
    void clear() {
        Plugins.remove("crash");
        Place.host().run("ip", "link", "delete", "cni4");
        Place.host().run("ip", "link", "delete", "cnidev4");
        Place.host().run("nft", "delete", "table", "inet", "podnet");
        Place.host().run("sysctl", "-qw", "net.ipv4.ip_forward=0", "net.ipv6.conf.all.forwarding=0");
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
        Place host = Place.host();
        assertThat(names("/var/lib/cni/networks/crash"))
                .as(when)
                .noneMatch(name -> name.startsWith("10.") || name.startsWith("fd"));
        assertThat(names("/var/lib/cni/results")).as(when).isEmpty();
        assertThat(names("/run/cni/tuning")).as(when).isEmpty();
        for (String plugin : names("/run/podnet/cni/crash")) {
            assertThat(names("/run/podnet/cni/crash/" + plugin)).as(when).isEmpty();
        }
        assertThat(host.run("ip", "-brief", "link").stdout())
                .as(when)
                .doesNotContain("veth", "ifb")
                .contains("cnidev4");
        assertThat(Place.inNamespace(Plugins.file("crash"))
                        .run("ip", "-brief", "link")
                        .stdout())
                .as(when)
                .doesNotContain("eth0");
        assertThat(host.run("nft", "list", "ruleset").stdout()).as(when).doesNotContain("crash victim");
    }

    private static List<String> names(String directory) throws IOException {
        Path path = Path.of(directory);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** In the long run all of them; otherwise some, which the seed decides. */
    private static int[] steps(int steps, int some, Random random) {
        int rounds = Rounds.of(10 * some);
        return rounds >= steps
                ? IntStream.range(0, steps).toArray()
                : random.ints(0, steps).distinct().limit(rounds).toArray();
    }

    @ParameterizedTest
    @EnumSource
    void delRemovesWhatADeadJvmHasLeft(Chain chain) throws Exception {
        long seed = Seed.take();
        Random random = new Random(seed);
        NetworkConfigList network = NetworkConfigList.parse(chain.config);
        int adding = die("ADD", chain.config, NEVER).succeeded().lines().size();
        int deleting = die("DEL", chain.config, NEVER).succeeded().lines().size();
        assertNothingIsLeft("after a whole life");
        System.out.println(adding + " steps of ADD, " + deleting + " of DEL");
        assertThat(adding).as("steps of ADD").isGreaterThan(1);
        assertThat(deleting).as("steps of DEL").isPositive();
        try (CniClient cni = Plugins.client("native")) {
            for (int step : steps(adding, 2, random)) {
                // So that each ADD takes the same steps: the first one makes the bridge.
                Place.host().run("ip", "link", "delete", "cni4");
                CommandResult dead = die("ADD", chain.config, step);
                assertThat(dead.exit()).as(dead.stderr()).isEqualTo(KILLED);
                cni.delete(network, Victim.ATTACHMENT);
                assertNothingIsLeft("seed " + seed + ", death of ADD before: "
                        + dead.lines().get(step));
            }
            for (int step : steps(deleting, 1, random)) {
                cni.add(network, Victim.ATTACHMENT);
                CommandResult dead = die("DEL", chain.config, step);
                assertThat(dead.exit()).as(dead.stderr()).isEqualTo(KILLED);
                cni.delete(network, Victim.ATTACHMENT);
                assertNothingIsLeft("seed " + seed + ", death of DEL before: "
                        + dead.lines().get(step));
            }
        }
    }
}
