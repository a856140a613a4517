// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netns;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.testkit.CommandResult;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Place;
import io.podnet.testkit.PlainUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a JVM of a user without privileges is told, and what it can do all the same. */
@OnPrivateHost
class PrivilegesTest {
    private static PlainUser user;

    /** Jars may lie where only root can read; the user needs them. */
    @TempDir
    static Path jars;

    private static String classPath;

    @BeforeAll
    static void prepare() throws Exception {
        user = PlainUser.create("nobody-special", 4242);
        jars.toFile().setReadable(true, false);
        jars.toFile().setExecutable(true, false);
        StringBuilder path = new StringBuilder();
        int number = 0;
        for (String entry : System.getProperty("java.class.path").split(":")) {
            // Maven names a directory of main classes too, which this module has none of.
            if (entry.isEmpty() || Files.notExists(Path.of(entry))) {
                continue;
            }
            Path copy = jars.resolve(number++ + "-" + Path.of(entry).getFileName());
            Place.host().run("cp", "-rL", entry, copy.toString()).succeeded();
            path.append(copy).append(':');
        }
        Place.host().run("chmod", "-R", "a+rX", jars.toString()).succeeded();
        classPath = path.toString();
    }

    @AfterAll
    static void cleanUp() {
        Place.host().run("rm", "-rf", "/run/home", "/run/user").succeeded();
    }

    private static CommandResult run(String... arguments) {
        List<String> words = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + user.home(),
                "-cp",
                classPath,
                Unprivileged.class.getName()));
        words.addAll(List.of(arguments));
        return Place.host()
                .command(words.toArray(String[]::new))
                .as(user)
                .directory(Path.of("/")) // that of the JVM may lie where only root can go
                .deadline(Duration.ofSeconds(60))
                .run();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jnr", "nsenter"})
    void eachRefusalNamesTheCapability(String backend) {
        CommandResult result = run("refusals", backend);

        assertThat(result.exit()).as(result.toString()).isZero();
        assertThat(result.lines())
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("NetnsDeniedException: ")
                        .contains("CAP_SYS_ADMIN")
                        .contains("lacks"));
        if (backend.equals("jnr")) {
            assertThat(result.lines().get(0)).contains("unshare(CLONE_NEWNET): EPERM (1) Operation not permitted");
        }
    }

    @Test
    void inAHoldersNamespacesAUserMayMakeAndWireNamespaces() throws Exception {
        CommandResult result = run("holder", user.runtimeDirectory().toString());

        assertThat(result.exit()).as(result.toString()).isZero();
        assertThat(result.lines())
                .containsExactly("[blue]", "eth0 02:00:5e:00:53:01", "inside: lo eth0", "removed: true []");
        // The directory of pins stays, empty.
        Files.delete(user.runtimeDirectory().resolve("netns"));
    }
}
