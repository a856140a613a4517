// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.base.FileLocks;
import io.podnet.base.FileLocks.Held;
import io.podnet.e2e.NeedsExecutables;
import io.podnet.e2e.commands.Called;
import io.podnet.testkit.CommandResult;
import io.podnet.testkit.Facet;
import io.podnet.testkit.LeavesBehind;
import io.podnet.testkit.Place;
import io.podnet.testkit.RequiresTool;
import io.podnet.testkit.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same options to podman and to podnet: the same configuration. */
@RequiresTool("podman")
@KeepsNetworkState
@LeavesBehind(
        in = Facet.FILES,
        matching = "/run/(lock|libpod|crun|containers|user)(/.*)?",
        because = "podman's own state")
@NeedsExecutables(because = "podman's networks name dnsname, which no native plugin is for")
class SideBySideTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Options by name, in whose order both number their bridges; podman takes a short name for the beginning of an id. More
     * cases are compared with files that podman wrote, in podnet-api.
     */
    private static final Map<String, List<String>> CASES = new TreeMap<>(Map.of(
            "net-a", List.of("--subnet", "10.91.0.0/24"),
            "net-c", List.of("--ipv6", "--subnet", "10.93.0.0/24", "--subnet", "fd00:93::/64"),
            "net-d", List.of("--subnet", "10.95.0.0/24", "--internal"),
            "net-e",
                    List.of("--subnet", "10.21.0.0/16", "--ip-range", "10.21.5.0/24", "--label", "a=b", "--label", "c"),
            "net-g", List.of("-o", "isolate=true"),
            "net-h", List.of("-d", "macvlan", "-o", "parent=eth0", "--subnet", "10.30.0.0/24", "-o", "mode=bridge")));

    @TempDir
    private Path directory;

    private final Place host = Place.host();
    private Path podmans;
    private Path ours;

    @BeforeEach
    void prepare() throws IOException {
        podmans = Files.createDirectory(directory.resolve("podmans"));
        ours = Files.createDirectory(directory.resolve("ours"));
        // Without it podman takes netavark where that is installed.
        Files.writeString(directory.resolve("containers.conf"), "[network]\nnetwork_backend = \"cni\"\n");
        assumeTrue(
                podman(podmans, "info", "--format={{.Host.NetworkBackend}}")
                        .stdout()
                        .strip()
                        .equals("cni"),
                "needs podman with its CNI backend");
    }

    private List<String> podmanCommand(Path networks, String... words) {
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "env",
                "CONTAINERS_CONF=" + directory.resolve("containers.conf"),
                "podman",
                "--root=" + directory.resolve("storage"),
                "--runroot=" + directory.resolve("runroot"),
                "--tmpdir=" + directory.resolve("tmp"),
                "--network-config-dir=" + networks,
                "--storage-driver=vfs",
                "--cgroup-manager=cgroupfs"));
        command.addAll(List.of(words));
        return command;
    }

    private CommandResult podman(Path networks, String... words) {
        return host.command(podmanCommand(networks, words).toArray(String[]::new))
                .deadline(Duration.ofSeconds(30))
                .run();
    }

    private static String[] create(String name, List<String> options) {
        List<String> words = new ArrayList<>(List.of("network", "create"));
        words.addAll(options);
        words.add(name);
        return words.toArray(String[]::new);
    }

    private Called podnet(Path networks, String... words) {
        List<String> command = new ArrayList<>(List.of(words));
        command.addAll(2, List.of("--config-dir", networks.toString()));
        return Called.here(command.toArray(String[]::new));
    }

    private static String masked(Path file) throws IOException {
        return Files.readString(file).replaceAll("\"bridge\": \"(cni-podman|podnet)(\\d+)\"", "\"bridge\": \"br$2\"");
    }

    @Test
    void theFilesAreTheSameAndEachReadsTheOthers() throws Exception {
        for (Map.Entry<String, List<String>> each : CASES.entrySet()) {
            String[] words = create(each.getKey(), each.getValue());
            podman(podmans, words).succeeded();
            podnet(ours, words).ok();
            String file = each.getKey() + ".conflist";
            assertThat(masked(ours.resolve(file))).as("%s", each.getValue()).isEqualTo(masked(podmans.resolve(file)));
        }
        List<String> inspect = new ArrayList<>(List.of("network", "inspect"));
        inspect.addAll(CASES.keySet());
        String[] words = inspect.toArray(String[]::new);
        // All of it but the order of keys, for which the texts are compared: of both readers, on both directories.
        for (Path each : List.of(podmans, ours)) {
            assertThat(keysInOrder(podnet(each, words).ok().out()))
                    .isEqualTo(keysInOrder(podman(each, words).succeeded().stdout()));
        }
    }

    // The time is that of the file's inode, which both read alike but print with another zone or precision.
    private static String keysInOrder(String json) throws IOException {
        JsonNode networks = JSON.readTree(json);
        networks.forEach(each -> ((ObjectNode) each).put("created", "then"));
        return networks.toPrettyString();
    }

    @Test
    void podmanWaitsForOurLockAndSeesWhatWeMake() throws Exception {
        podnet(ours, "network", "create", "first").ok();
        Held lock = FileLocks.exclusive(ours.resolve("cni.lock"));
        try (TestProcess waiting = host.command(
                        podmanCommand(ours, "network", "create", "second").toArray(String[]::new))
                .start()) {
            Thread.sleep(1500);
            assertThat(ours.resolve("second.conflist")).doesNotExist();
            lock.close();
            for (int i = 0; i < 100 && !Files.exists(ours.resolve("second.conflist")); i++) {
                Thread.sleep(50);
            }
        }
        String second = Files.readString(ours.resolve("second.conflist"));
        assertThat(second).contains("10.89.1.0/24");
        assertThat(podnet(ours, "network", "create", "third").ok().out()).isEqualTo("third\n");
        assertThat(Files.readString(ours.resolve("third.conflist"))).contains("10.89.2.0/24");
        podman(ours, "network", "rm", "third").succeeded();
        podnet(ours, "network", "rm", "second").ok();
        assertThat(podnet(ours, "network", "ls", "-q").ok().out()).isEqualTo("first\npodnet\n");
    }
}
