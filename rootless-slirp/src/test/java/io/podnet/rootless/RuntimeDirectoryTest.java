// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.rootless.internal.process.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeDirectoryTest {
    @TempDir
    Path root;

    private final long me = Credentials.effectiveUserId();

    @BeforeEach
    void lookLikeAMachine() throws IOException {
        Files.createDirectories(root.resolve("tmp"));
        Files.createDirectories(root.resolve("run/user"));
        root = root.toRealPath();
    }

    private Path find(String xdg, long userId) {
        Map<String, String> environment = xdg.isEmpty() ? Map.of() : Map.of("XDG_RUNTIME_DIR", xdg);
        return RuntimeDirectory.find(environment, userId, root).path();
    }

    private Path directory(String name, String mode) throws IOException {
        Path directory = Files.createDirectory(root.resolve(name));
        return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
    }

    @Test
    void takesTheNamedDirectory() throws IOException {
        Path named = directory("named", "rwx------");
        directory("run/user/" + me, "rwx------");
        assertThat(find(named.toString(), me)).isEqualTo(named);
    }

    @Test
    void resolvesLinksToTheNamedDirectory() throws IOException {
        Path named = directory("named", "rwx------");
        Path link = Files.createSymbolicLink(root.resolve("link"), named);
        assertThat(find(link.toString(), me)).isEqualTo(named);
    }

    @Test
    void refusesTheNamedDirectoryOfSomebodyElse() throws IOException {
        Path named = directory("named", "rwx------");
        assertThatThrownBy(() -> find(named.toString(), me + 1))
                .isInstanceOf(RootlessException.class)
                .hasMessage("XDG_RUNTIME_DIR \"" + named + "\" belongs to user " + me + ", not to user " + (me + 1)
                        + "; unset it, or log in as the user instead of switching by su or sudo");
    }

    @Test
    void refusesTheNamedDirectoryThatOthersCanWriteTo() throws IOException {
        Path named = directory("named", "rwxrwxrwx");
        assertThatThrownBy(() -> find(named.toString(), me)).hasMessageContaining("can be written to by others");
    }

    @Test
    void refusesARelativeName() {
        assertThatThrownBy(() -> find("run", me)).hasMessageContaining("no absolute path");
    }

    @Test
    void goesOnWithoutANamedDirectoryThatIsNotThere() throws IOException {
        Path session = directory("run/user/" + me, "rwx------");
        assertThat(find(root.resolve("gone").toString(), me)).isEqualTo(session);
    }

    @Test
    void takesTheSessionDirectory() throws IOException {
        Path session = directory("run/user/" + me, "rwx------");
        assertThat(find("", me)).isEqualTo(session);
    }

    @Test
    void makesAClosedDirectoryOtherwise() throws IOException {
        Path made = find("", me);
        assertThat(made).isEqualTo(root.resolve("tmp/podnet-run-" + me));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
        assertThat(find("", me)).isEqualTo(made);
    }

    @Test
    void passesOverASessionDirectoryOfSomebodyElse() throws IOException {
        long other = me + 1;
        directory("run/user/" + other, "rwx------");
        assertThat(find("", other)).isEqualTo(root.resolve("tmp/podnet-run-" + other));
    }

    @Test
    void refusesADirectoryThatSomebodyElseMadeInTheCommonPlace() throws IOException {
        directory("tmp/podnet-run-" + (me + 1), "rwx------");
        assertThatThrownBy(() -> find("", me + 1)).hasMessageContaining("belongs to user " + me);
    }

    @Test
    void refusesAnOpenDirectoryInTheCommonPlace() throws IOException {
        directory("tmp/podnet-run-" + me, "rwxr-xr-x");
        assertThatThrownBy(() -> find("", me)).hasMessageContaining("its mode must be 0700");
    }

    @Test
    void refusesALinkInTheCommonPlace() throws IOException {
        Path target = directory("target", "rwx------");
        Files.createSymbolicLink(root.resolve("tmp/podnet-run-" + me), target);
        assertThatThrownBy(() -> find("", me)).hasMessageContaining("is no directory");
    }
}
