// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.e2e.NeedsExecutables;
import io.podnet.testkit.Facet;
import io.podnet.testkit.LeavesBehind;
import io.podnet.testkit.LeavesWhatPluginsKeep;
import io.podnet.testkit.Place;
import io.podnet.testkit.PlainUser;
import io.podnet.testkit.RequiresTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The projects in {@code samples/}, built by Maven, work with the packaged modules, and say what the modules' READMEs say. */
@Tag("smoke")
@Timeout(180) // Maven and a JVM each
@LeavesWhatPluginsKeep
@LeavesBehind(
        in = Facet.FILES,
        matching =
                "/var/lib/cni/locks/.*|/run/podnet/(locks/.*)?|/var/lib/podnet/((pods|aside)/|events\\.log)|/run/cni/.*"
                        + "|/etc/cni/net.d/.*|/run/containers/.*",
        because = "locks, directories, the log and the default network stay")
class SamplesTest {
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    static Path directory;

    private static Stranger stranger;

    @BeforeAll
    static void settle() throws Exception {
        stranger = Stranger.in(directory);
    }

    @AfterEach
    void forgetForwarding() {
        Place.host().run("sysctl", "-qw", "net.ipv4.ip_forward=0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"netns-core", "cni-exec", "rootless-slirp", "inspect-model", "podnet-api"})
    void theFirstCodeOfAReadmeIsThatOfTheSample(String module) throws Exception {
        List<String> shown = JAVA.matcher(Files.readString(Path.of("..", module, "README.md")))
                .results()
                .map(result -> result.group(1))
                .toList();
        assertThat(shown).isNotEmpty();
        assertThat(shown.get(0).lines().count()).as("lines of code").isGreaterThan(5);
        // Its lines are indented otherwise.
        assertThat(squeezed(Sample.sources(module))).contains(squeezed(shown.get(0)));
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }

    @Test
    void twoHostsTalkInOneJvm() throws Exception {
        assertThat(stranger.build("netns-core").run().run().succeeded().stdout())
                .isEqualTo("hello from the other host\n");
    }

    @Test
    @NeedsExecutables(because = "a sample has the modules that it names, and cni-native is none of them")
    void aNamespaceIsAttachedAndDetached() throws Exception {
        Place host = Place.host();
        Path configurations = Files.createDirectories(Path.of("/etc/cni/net.d"));
        Path file = configurations.resolve("10-blue.conflist");
        Files.writeString(file, """
                {"cniVersion": "1.0.0", "name": "blue", "plugins": [
                 {"type": "bridge", "bridge": "cni7", "isGateway": true,
                  "ipam": {"type": "host-local", "ranges": [[{"subnet": "10.7.0.0/24"}]]}},
                 {"type": "portmap", "capabilities": {"portMappings": true}}]}
                """);
        host.run("ip", "netns", "add", "blue").succeeded();
        try {
            assertThat(stranger.build("cni-exec")
                            .run("/etc/cni/net.d", "blue", "/run/netns/blue")
                            .run()
                            .succeeded()
                            .stdout())
                    .isEqualTo("attached: 10.7.0.2/24\nchecked\ndetached\n");
        } finally {
            host.run("ip", "netns", "del", "blue");
            host.run("ip", "link", "del", "cni7");
            Files.delete(file);
        }
    }

    @Test
    @RequiresTool({"slirp4netns", "newuidmap"})
    @LeavesBehind(in = Facet.FILES, matching = "/run/user/.*|/run/home/.*", because = "locks and directories stay")
    void aUserHasANetwork() throws Exception {
        PlainUser user = PlainUser.create("pat", 4242);
        Path visible = Files.createDirectory(Path.of("/run/sample"));
        try {
            // Jars may lie below a home of root's: what the user runs lies where everybody may look.
            Sample sample = stranger.build("rootless-slirp");
            String said = sample.visibleIn(visible)
                    .run("ip", "-brief", "address", "show", "tap0")
                    .as(user)
                    .directory(Path.of("/"))
                    .run()
                    .succeeded()
                    .stdout();
            assertThat(said).contains("joined to the outside by slirp4netns\n").contains("10.0.2.100/24");
        } finally {
            Place.host()
                    .run("rm", "-rf", visible.toString(), "/run/home", "/run/user")
                    .succeeded();
        }
    }

    @Test
    void aDocumentOfPodmansIsRead() throws Exception {
        Path document = Path.of("../inspect-model/src/test/resources/podman-4.3.1/10-dualstack.inspect.json");
        assertThat(stranger.build("inspect-model")
                        .run()
                        .stdin(Files.readString(document))
                        .run()
                        .succeeded()
                        .stdout())
                .isEqualTo(
                        "c1 has 10.93.0.2/24 on dual\nc1 has fd00:93::2/64 on dual\nport 80 is port 8080 of the host\n");
    }

    @Test
    @NeedsExecutables(because = "a sample has the modules that it names, and cni-native is none of them")
    void aPodRuns() throws Exception {
        try {
            assertThat(stranger.build("podnet-api")
                            .run("ip", "-brief", "link", "show", "eth0")
                            .run()
                            .succeeded()
                            .stdout())
                    .containsPattern("eth0 \\[10\\.\\d+\\.0\\.\\d+/16]\neth0@if\\d+ +UP");
        } finally {
            Place.host().run("ip", "link", "del", "podnet0");
        }
    }

    @Test
    void withoutModulesBackendsAreFoundAsWell() throws Exception {
        String said = stranger.build("class-path").run().run().succeeded().stdout();
        assertThat(said)
                .contains("runs plugins: exec")
                .contains("runs plugins: native")
                .contains("jnr");
    }

    @Test
    void aReplicatedServiceSurvivesAPartition() throws Exception {
        Path reports = stranger.build("podnet-junit").target().resolve("surefire-reports");
        assertThat(Files.readString(reports.resolve("com.example.register.RegisterTest.txt")))
                .contains("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0");
    }
}
