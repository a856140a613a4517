// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.rootless;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.e2e.NeedsExecutables;
import io.podnet.testkit.CommandResult;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Place;
import io.podnet.testkit.PlainUser;
import io.podnet.testkit.RequiresTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a user's pods keep from other users, and from the programs that serve them. */
@OnPrivateHost
@KeepsUserState
@RequiresTool({"slirp4netns", "pasta", "newuidmap", "curl", "/usr/lib/podman/rootlessport"})
@NeedsExecutables(because = "plugins of a plain user run in its holder, where this JVM is not")
class OtherUsersTest {
    private static User user;
    private static PlainUser other;

    @BeforeAll
    @Timeout(600) // podnet may have to be built
    static void prepare() throws Exception {
        user = User.create();
        other = PlainUser.create("mallory", 4343);
    }

    @AfterAll
    static void cleanUp() {
        if (user != null) {
            user.close();
        }
    }

    @Test
    void anotherUserReachesNeitherFilesNorSocketsNorNamespaces() throws Exception {
        try (UserPod pod = UserPod.run(user, "--stack", "slirp4netns", "-p", "18080:80")) {
            Path podnet = user.plain().runtimeDirectory().resolve("podnet");
            Path socket = podnet.resolve("rootless/helpers/shared.sock");
            assertThat(socket).exists();
            refused("ls", podnet.toString());
            refused("curl", "--silent", "--unix-socket", socket.toString(), "http://localhost/");
            refused("ls", "/proc/" + pod.holder() + "/root/run");
            refused("nsenter", "-t", Long.toString(pod.holder()), "-U", "-n", "--preserve-credentials", "true");
            refused("kill", "-0", Long.toString(pod.stack()));

            assertThat(Files.getPosixFilePermissions(podnet)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
            for (Path file : ownFiles(podnet)) {
                assertThat(Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS))
                        .as("owner of %s", file)
                        .isEqualTo(user.plain().id());
                if (Files.isDirectory(file) || file.toString().matches(".*\\.(json|lock|log|sock)")) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as("permissions of %s", file)
                            .endsWith("------");
                }
            }
        }
    }

    // What plugins make in the holder's /run and /var is theirs, and pods of any user read the files by which they
    // resolve
    // names; all that lies in closed directories.
    private static List<Path> ownFiles(Path podnet) throws IOException {
        Path rootless = podnet.resolve("rootless");
        try (Stream<Path> files = Files.walk(podnet)) {
            return files.filter(file -> !file.startsWith(rootless.resolve("run"))
                            && !file.startsWith(rootless.resolve("var"))
                            && !file.getFileName().toString().matches("(pod|names)-.*")
                            && !file.getParent().getFileName().toString().startsWith("names-"))
                    .toList();
        }
    }

    private static void refused(String... words) {
        CommandResult result = Place.host().command(words).as(other).run();
        assertThat(result.exit()).as(result.toString()).isNotZero();
        assertThat(result.stdout()).isEmpty();
    }

    @Test
    void helpersSeeNothingOfTheEnvironment() throws Exception {
        try (UserPod pod = UserPod.run(user.with("PASSWORD", "hunter2"), "--stack", "slirp4netns")) {
            assertThat(user.with("PASSWORD", "hunter2")
                            .run("run", "--", "printenv", "PASSWORD")
                            .stdout())
                    .as("what the command itself sees")
                    .isEqualTo("hunter2\n");
            assertThat(environment(pod.holder())).contains("PATH=").doesNotContain("hunter2");
            assertThat(environment(pod.stack())).contains("PATH=").doesNotContain("hunter2");
        }
    }

    @Test
    void whatLeadsPortsSeesNothingOfTheEnvironmentAndHearsNobodyElse() throws Exception {
        try (UserPod pod = UserPod.run(user.with("PASSWORD", "hunter2"), "--stack", "pasta", "-p", "18080:80")) {
            assertThat(environment(pod.stack())).contains("PATH=").doesNotContain("hunter2");
            List<Long> forwarders = user.processes().stream()
                    .filter(line -> line.contains("rootlessport"))
                    .map(line -> Long.parseLong(line.strip().split(" ")[0]))
                    .toList();
            assertThat(forwarders).as("rootlessport and its child").hasSize(2);
            for (long forwarder : forwarders) {
                assertThat(environment(forwarder)).contains("PATH=").doesNotContain("hunter2");
            }
            List<Path> sockets = sockets(user.plain().runtimeDirectory());
            assertThat(sockets).isNotEmpty();
            for (Path socket : sockets) {
                refused("curl", "--silent", "--unix-socket", socket.toString(), "http://localhost/");
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                        .as("permissions of %s", socket)
                        .endsWith("------");
            }
        }
    }

    private static List<Path> sockets(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> Files.exists(file) && !Files.isDirectory(file) && !Files.isRegularFile(file))
                    .filter(file -> file.toString().endsWith(".sock"))
                    .toList();
        }
    }

    private static String environment(long pid) throws IOException {
        return Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1)
                .replace('\0', '\n');
    }

    @Test
    void namesCannotLeaveTheDirectoryOfRecords() {
        for (String name : List.of("../../../escape", "a/b", "..")) {
            CommandResult result = user.run("run", "--name", name, "--", "true");
            assertThat(result.exit()).isEqualTo(125);
            assertThat(result.stderr()).contains(name);
        }
        assertThat(user.remains()).isEmpty();
    }
}
